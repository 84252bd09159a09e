package io.ostiary.listen;

import io.ostiary.peer.TestTransport;
import java.util.stream.Stream;

/**
 * A kind of connection.
 *
 * @param made whether it was made, not accepted
 */
record ConnectionKind(TestTransport transport, boolean made) {

  /** Those that there are on this machine. */
  static Stream<ConnectionKind> available() {
    return TestTransport.available()
        .flatMap(on -> Stream.of(new ConnectionKind(on, false), new ConnectionKind(on, true)));
  }

  @Override
  public String toString() {
    return transport + (made ? " made" : " accepted");
  }
}
