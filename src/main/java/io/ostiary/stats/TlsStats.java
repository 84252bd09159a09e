package io.ostiary.stats;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What was counted of TLS handshakes of those who connect. Shared by all event loops and safe. */
public final class TlsStats {

  private final LongAdder done;
  private final LongAdder failed;
  private final LongAdder timedOut;
  private final LongAdder resumed;

  /** Counters of the source that resets them. */
  TlsStats(Function<String, LongAdder> counter) {
    done = counter.apply("tls_handshakes_done");
    failed = counter.apply("tls_handshakes_failed");
    timedOut = counter.apply("tls_handshakes_timed_out");
    resumed = counter.apply("tls_sessions_reused");
  }

  /**
   * A handshake is done.
   *
   * @param resumedSession whether it has resumed a session of an earlier one
   */
  public void done(boolean resumedSession) {
    done.increment();
    if (resumedSession) {
      resumed.increment();
    }
  }

  /** A handshake has failed, or its peer has left. */
  public void failed() {
    failed.increment();
  }

  /** A handshake was given up because it took too long. */
  public void timedOut() {
    timedOut.increment();
  }
}
