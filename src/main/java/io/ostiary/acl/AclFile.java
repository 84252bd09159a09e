package io.ostiary.acl;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ACL LOAD} and {@code ACL SAVE}: the file that {@code aclfile} names. Shared by all event
 * loops and safe; files are read and written on a worker.
 */
final class AclFile {

  private static final Logger log = LoggerFactory.getLogger(AclFile.class);

  private static final Reply NO_FILE =
      Reply.error(
          "ERR This Redis instance is not configured to use an ACL file. You may want to specify"
              + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you"
              + " have a Redis configuration file set) in order to store users in the Redis"
              + " configuration.");
  private static final Reply NOT_SAVED =
      Reply.error(
          "ERR There was an error trying to save the ACLs. Please check the server logs for more"
              + " information");

  private final Optional<Path> path;
  private final String name;
  private final Users users;
  private final UserClients clients;
  private final DefaultUser defaultUser;

  /**
   * A file.
   *
   * @param name as it was configured, for messages
   * @param path empty for none
   */
  AclFile(
      String name, Optional<Path> path, Users users, UserClients clients, DefaultUser defaultUser) {
    this.name = name;
    this.path = path;
    this.users = users;
    this.clients = clients;
    this.defaultUser = defaultUser;
  }

  /** Reads the file and puts its users in the place of all; blocks. */
  Collection<AclUser> read() throws AclFileException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path.orElseThrow());
    } catch (IOException e) {
      throw new AclFileException("Error loading ACLs, opening file '" + name + "': " + reason(e));
    }
    // The lock of the users keeps a rule that comes meanwhile from being lost.
    synchronized (users) {
      Map<String, UserRules> read = new AclLines(name, users.context()).read(Latin.text(bytes));
      read.computeIfAbsent(Users.DEFAULT, none -> defaultUser.initial());
      defaultUser.check(read.get(Users.DEFAULT));
      return users.replace(read);
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof NoSuchFileException
        ? "No such file or directory"
        : String.valueOf(failure.getMessage());
  }

  /** All or nothing; clients of other users than the default one are closed. */
  Reply load(ConnectedClient caller) {
    if (path.isEmpty()) {
      return NO_FILE;
    }
    return Reply.hold(
        onWorker(
            () -> {
              try {
                Collection<AclUser> gone = read();
                return clients
                    .close(gone, caller)
                    .map(done -> UserClients.answer(Reply.OK, caller));
              } catch (AclFileException e) {
                return Future.succeededFuture(Reply.error(Latin.bytes("ERR " + e.getMessage())));
              }
            }));
  }

  Reply save() {
    if (path.isEmpty()) {
      return NO_FILE;
    }
    return Reply.hold(onWorker(() -> Future.succeededFuture(write())));
  }

  private synchronized Reply write() {
    List<String> lines = new UserReplies(users).lines();
    try {
      SafeFile.replace(path.orElseThrow(), Latin.bytes(String.join("\n", lines) + "\n"));
      return Reply.OK;
    } catch (IOException e) {
      log.warn("Cannot save the users in {}: {}", path.get(), e.toString());
      return NOT_SAVED;
    }
  }

  private static Future<Reply> onWorker(Callable<Future<Reply>> work) {
    return Vertx.currentContext().executeBlocking(work, false).compose(answer -> answer);
  }
}
