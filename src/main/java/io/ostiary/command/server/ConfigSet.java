package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Constants;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code CONFIG SET parameter value [parameter value ...]}: changes all of them, or none. Replies
 * when the change is in force: at once, unless something has to be prepared first. The client's
 * next commands run after it.
 */
final class ConfigSet implements CommandHandler {

  private final LiveSettings settings;

  ConfigSet(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() % 2 != 0) {
      return Reply.SYNTAX_ERROR;
    }
    List<Map.Entry<String, byte[]>> changes = new ArrayList<>();
    for (int i = 2; i < request.count(); i += 2) {
      changes.add(Map.entry(request.text(i), request.bytes(i + 1)));
    }
    Future<Void> change = settings.change(changes);
    // The request is valid during this call only, so unknown names are refused here.
    if (change.failed() && change.cause() instanceof SettingException refused) {
      return unknown(request, refused.directive()).orElseGet(() -> error(refused));
    }
    return Reply.hold(change.map(Reply.OK).recover(ConfigSet::refusal));
  }

  private static Future<Reply> refusal(Throwable cause) {
    return cause instanceof SettingException refused
        ? Future.succeededFuture(error(refused))
        : Future.failedFuture(cause);
  }

  private static Reply error(SettingException refused) {
    return Reply.error("ERR " + refused.getMessage());
  }

  /** The error for an unknown directive; repeats the bytes of the request. */
  private static Optional<Reply> unknown(Request request, String refused) {
    return Directives.find(refused).isPresent() || Constants.find(refused).isPresent()
        ? Optional.empty()
        : IntStream.iterate(2, i -> i < request.count(), i -> i + 2)
            .filter(i -> request.text(i).equals(refused))
            .mapToObj(
                i ->
                    new ErrorText("ERR Unknown option or number of arguments for CONFIG SET - '")
                        .repeat(request, i)
                        .add("'")
                        .reply())
            .findFirst();
  }
}
