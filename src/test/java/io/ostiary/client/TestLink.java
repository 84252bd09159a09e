package io.ostiary.client;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** A client's connection without a socket; notes the reason it was closed with. */
public record TestLink(Consumer<CloseReason> onClose) implements ClientLink {

  @Override
  public void close(CloseReason reason) {
    onClose.accept(reason);
  }

  @Override
  public void execute(Runnable action) {
    action.run();
  }

  @Override
  public void push(ClientMessage message) {}

  @Override
  public void measure() {}

  @Override
  public void forward(ByteBuf bytes, int from, int to, int ended, boolean whole) {}

  @Override
  public int mostForwarded() {
    return 1;
  }

  @Override
  public boolean isWritableOr(Runnable whenItIs) {
    return true;
  }
}
