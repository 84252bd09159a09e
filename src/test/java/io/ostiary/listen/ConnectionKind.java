package io.ostiary.listen;

import io.ostiary.peer.TestTls;
import io.ostiary.peer.TestTransport;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind of connection.
 *
 * @param made whether it was made, not accepted
 * @param tls what speaks TLS; empty where it is not spoken
 */
record ConnectionKind(TestTransport transport, boolean made, Optional<TestTls> tls) {

  /** Those that there are on this machine. */
  static Stream<ConnectionKind> available() {
    return TestTransport.available()
        .flatMap(on -> Stream.concat(plain(on), on.isNetServer() ? tls(on) : Stream.empty()));
  }

  private static Stream<ConnectionKind> plain(TestTransport on) {
    return Stream.of(
        new ConnectionKind(on, false, Optional.empty()),
        new ConnectionKind(on, true, Optional.empty()));
  }

  private static Stream<ConnectionKind> tls(TestTransport on) {
    return TestTls.available().map(tls -> new ConnectionKind(on, false, Optional.of(tls)));
  }

  /** Whether a peer that has sent its end can be sent anything: BoringSSL encrypts nothing then. */
  boolean sendsAfterEnd() {
    return !tls.equals(Optional.of(TestTls.BORINGSSL));
  }

  @Override
  public String toString() {
    return transport + (made ? " made" : " accepted") + tls.map(by -> " with " + by).orElse("");
  }
}
