package io.ostiary.gateway;

import io.ostiary.resp.Request;
import java.util.function.IntConsumer;

/** The one slot of a request's keys. One of each client, so that a request makes no object. */
final class KeySlot implements IntConsumer {

  static final int NONE = -1;
  static final int SEVERAL = -2;

  private Request request;
  private int slot;
  private boolean skipsEmpty;

  /** The slot, {@link #NONE} without keys, {@link #SEVERAL} when they have more than one. */
  int of(Request newRequest, BackendRow row) {
    request = newRequest;
    slot = NONE;
    skipsEmpty = row.mayNameKeysElsewhere();
    row.visitKeys(newRequest, this);
    request = null;
    return slot;
  }

  @Override
  public void accept(int position) {
    if (skipsEmpty && request.length(position) == 0) {
      return;
    }
    int next = Slots.of(request, position);
    if (slot == NONE) {
      slot = next;
    } else if (slot != next) {
      slot = SEVERAL;
    }
  }
}
