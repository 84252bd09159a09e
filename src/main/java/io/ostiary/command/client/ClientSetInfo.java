package io.ostiary.command.client;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.ClientNames;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code CLIENT SETINFO LIB-NAME|LIB-VER value}: which library a client uses. */
final class ClientSetInfo implements BuiltInHandler {

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    boolean isName = request.is(2, "LIB-NAME");
    if (!isName && !request.is(2, "LIB-VER")) {
      return new ErrorText("ERR Unrecognized option '").repeat(request, 2).add("'").reply();
    }
    String value = request.text(3);
    if (!ClientNames.isPrintable(value)) {
      return Reply.error(
          "ERR " + request.text(2) + " cannot contain spaces, newlines or special characters.");
    }
    if (isName) {
      client.library(client.library().named(value));
    } else {
      client.library(client.library().ofVersion(value));
    }
    return Reply.OK;
  }
}
