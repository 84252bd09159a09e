package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets that were handed over, where they were not. */
final class InheritedSocketsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fd@ | 7 | 1 | a number follows fd@",
        "fd@x | 7 | 1 | a number follows fd@",
        "fd@3 | 8 | 1 | no socket was handed over to this process",
        "fd@3 | '' | '' | no socket was handed over to this process",
        "fd@3 | 7 | -1 | no socket was handed over to this process",
        "fd@2 | 7 | 2 | LISTEN_FDS is 2, so the sockets are fd@3 to fd@4",
        "fd@5 | 7 | 2 | LISTEN_FDS is 2, so the sockets are fd@3 to fd@4",
        "fd@999999 | 7 | 999999 | this process has no such descriptor"
      })
  void isRefusedWithTheReason(String word, String listenPid, String listenFds, String reason) {
    InheritedSockets sockets =
        new InheritedSockets(Map.of("LISTEN_PID", listenPid, "LISTEN_FDS", listenFds), 7);
    assertThatThrownBy(() -> sockets.descriptor(word))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("cannot listen on " + word + ": " + reason);
  }
}
