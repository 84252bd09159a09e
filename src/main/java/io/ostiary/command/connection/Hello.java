package io.ostiary.command.connection;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.ClientNames;
import io.ostiary.command.Logins;
import io.ostiary.command.ServerIdentity;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Map;
import java.util.Optional;

/**
 * {@code HELLO [protover [AUTH username password] [SETNAME clientname]]}: the protocol, and who is
 * who. What it asks for happens whole or, if any of it is refused, not at all.
 */
final class Hello implements BuiltInHandler {

  private static final Reply NO_SUCH_PROTOCOL = Reply.error("NOPROTO unsupported protocol version");
  private static final Reply NOT_AUTHENTICATED =
      Reply.error(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the"
              + " HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client"
              + " and select the RESP protocol version at the same time");

  private final Logins logins;
  private final ServerIdentity server;

  Hello(Logins logins, ServerIdentity server) {
    this.logins = logins;
    this.server = server;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    int protocol = request.count() > 1 ? protocol(request) : client.respVersion();
    if (protocol == 0) {
      return NO_SUCH_PROTOCOL;
    }
    Options options = Options.of(request);
    options.name().ifPresent(ClientNames::check);
    if (options.login().isEmpty()) {
      return greet(client, protocol, options);
    }
    Login login = options.login().get();
    return Reply.hold(
        logins
            .logIn(client, login.user(), login.password())
            .map(answer -> answer == Reply.OK ? greet(client, protocol, options) : answer));
  }

  private Reply greet(ConnectedClient client, int protocol, Options options) {
    if (logins.isRequiredOf(client)) {
      return NOT_AUTHENTICATED;
    }
    options.name().ifPresent(name -> ClientNames.rename(client, name));
    client.respVersion(protocol);
    return greeting(client);
  }

  /** 2 or 3; 0 for a number that is no protocol of ours. */
  private static int protocol(Request request) {
    long version;
    try {
      version = request.integer(1);
    } catch (ArgumentException e) {
      throw new ArgumentException("ERR Protocol version is not an integer or out of range");
    }
    return version == 2 || version == 3 ? (int) version : 0;
  }

  private Reply greeting(Client client) {
    Map<String, Reply> greeting = server.greeting();
    return Reply.map(
        Reply.bulk("server"),
        greeting.get("server"),
        Reply.bulk("version"),
        greeting.get("version"),
        Reply.bulk("proto"),
        Reply.integer(client.respVersion()),
        Reply.bulk("id"),
        Reply.integer(client.id()),
        Reply.bulk("mode"),
        greeting.get("mode"),
        Reply.bulk("role"),
        greeting.get("role"),
        Reply.bulk("modules"),
        greeting.get("modules"));
  }

  /** What follows the version; of an option given twice, the last counts. */
  private record Options(Optional<Login> login, Optional<String> name) {

    static Options of(Request request) {
      Optional<Login> login = Optional.empty();
      Optional<String> name = Optional.empty();
      int at = 2;
      while (at < request.count()) {
        int left = request.count() - at - 1;
        if (request.is(at, "AUTH") && left >= 2) {
          login = Optional.of(new Login(request.text(at + 1), request.bytes(at + 2)));
          at += 3;
        } else if (request.is(at, "SETNAME") && left >= 1) {
          name = Optional.of(request.text(at + 1));
          at += 2;
        } else {
          throw new ErrorText("ERR Syntax error in HELLO option '")
              .repeat(request, at)
              .add("'")
              .exception();
        }
      }
      return new Options(login, name);
    }
  }

  /** A user name with its password; not a record, whose toString would show it. */
  private static final class Login {

    private final String user;
    private final byte[] password;

    Login(String user, byte[] password) {
      this.user = user;
      this.password = password;
    }

    String user() {
      return user;
    }

    byte[] password() {
      return password;
    }
  }
}
