package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.settings.TransportChoice;
import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Test;

class TransportsTest {

  @Test
  void takesTheOneThatIsNamed() {
    assertThat(Transports.of(TransportChoice.NIO)).isSameAs(Transport.NIO);
  }

  @Test
  void takesOneThatWorksWhenNoneIsNamed() {
    assertThat(Transports.of(TransportChoice.AUTO).available()).isTrue();
  }

  @Test
  void takesIoUringOnlyWhenItIsNamed() {
    assertThat(Transports.of(TransportChoice.AUTO)).isNotSameAs(Transport.IO_URING);
  }

  @Test
  void saysWhyItFallsBackToNioAndWhatWouldHelp() {
    assertThat(Transports.fallback(TransportChoice.EPOLL, "failed to load the library"))
        .startsWith("Cannot use transport epoll, so the event loops wait with java.nio")
        .contains("failed to load the library", "-Dio.netty.native.workdir=");
  }

  @Test
  void namesTheKernelsSwitchThatForbidsIoUring() {
    assertThat(Transports.refusal(TransportChoice.IO_URING, "Operation not permitted", "2"))
        .isEqualTo(
            "cannot use transport io_uring: the kernel forbids it (kernel.io_uring_disabled is 2);"
                + " set that to 0, or use transport auto, which takes the best that works");
  }

  @Test
  void suspectsTheContainerWhenTheKernelDoesNotForbidIoUring() {
    assertThat(Transports.refusal(TransportChoice.IO_URING, "Operation not permitted", "0"))
        .contains("Operation not permitted", "seccomp", "io_uring_setup", "transport auto");
  }

  @Test
  void tellsOldKernelsFromForbiddenOnes() {
    assertThat(Transports.refusal(TransportChoice.IO_URING, "Function not implemented", ""))
        .contains("Function not implemented", "it needs a Linux kernel with io_uring")
        .doesNotContain("seccomp");
  }

  @Test
  void saysThatALibraryIsMissing() {
    assertThat(Transports.refusal(TransportChoice.EPOLL, "", ""))
        .startsWith("cannot use transport epoll: its library is not on the class path");
  }
}
