package io.ostiary.listen;

/**
 * Whether there is room for one connection more: where newcomers are to wait in the kernel's queue
 * for it, a listener asks before it accepts. On the listener's event loop only.
 */
public interface AcceptGate {

  /** There always is room. */
  AcceptGate OPEN =
      new AcceptGate() {
        @Override
        public boolean enter(Runnable whenRoom) {
          return true;
        }

        @Override
        public void leave() {}
      };

  /**
   * Takes room for the connection that is handed over next.
   *
   * @param whenRoom if there is none, it runs once there may be, on any thread
   * @return whether there was room
   */
  boolean enter(Runnable whenRoom);

  /** Gives back what was taken and not used: no connection came. Does nothing otherwise. */
  void leave();
}
