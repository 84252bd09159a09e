package io.ostiary.listen.netserver;

import io.ostiary.listen.ListenException;
import io.ostiary.listen.ListenerSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a unix socket: what stood there before, its mode and group, and its end. Everything
 * here blocks: on a worker only.
 *
 * <p>The socket is bound in place and gets its mode and group at once afterwards; a JVM cannot
 * choose the umask that it is made with. Under the usual one (022) only the owner can connect in
 * between.
 */
final class UnixSocketFile {

  private static final Logger log = LoggerFactory.getLogger(UnixSocketFile.class);

  /** Linux's sun_path has 108 bytes, the last of them a zero. */
  private static final int LONGEST_PATH_BYTES = 107;

  // The bits of a file's mode that say what it is (inode(7)), and a socket's.
  private static final int TYPE_BITS = 0170000;
  private static final int SOCKET_TYPE = 0140000;

  private final ListenerSpec.Unix spec;
  private final Path file;
  private Object key; // null: not bound yet

  UnixSocketFile(ListenerSpec.Unix spec) {
    this.spec = spec;
    this.file = Path.of(spec.path());
  }

  String path() {
    return spec.path();
  }

  /**
   * Removes what a server has left that ended without removing it.
   *
   * @throws ListenException if the path cannot be used
   */
  void makeWay() {
    int length = spec.path().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH_BYTES) {
      throw refusal(
          "the path has "
              + length
              + " bytes, and a unix socket's has at most "
              + LONGEST_PATH_BYTES,
          null);
    }
    try {
      if (modeOf(file).isEmpty()) {
        return;
      }
      if ((modeOf(file).get() & TYPE_BITS) != SOCKET_TYPE) {
        throw refusal(
            "there is a file that is not a socket; remove it, or choose another path", null);
      }
      if (isListenedOn()) {
        throw refusal(
            "another server listens there; stop it, or choose another path for unixsocket", null);
      }
      Files.deleteIfExists(file);
      log.info("Replaced the socket {}, which a server has left behind", file);
    } catch (IOException e) {
      throw refusal(text(e), e);
    }
  }

  private static Optional<Integer> modeOf(Path file) throws IOException {
    try {
      return Optional.of(
          (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isListenedOn() throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Without that, a full backlog would hold it up.
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(file));
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }

  /**
   * Gives the bound socket its mode and group.
   *
   * @throws ListenException if the system does not let it
   */
  void bound() {
    try {
      key = keyOf(file);
      if (!spec.group().isEmpty()) {
        Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group());
      }
      if (spec.permissions() != 0) {
        Files.setAttribute(file, "unix:mode", spec.permissions());
      }
    } catch (IOException e) {
      throw refusal("cannot set its mode or group: " + text(e), e);
    }
  }

  private GroupPrincipal group() throws IOException {
    try {
      return file.getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByGroupName(spec.group());
    } catch (UserPrincipalNotFoundException e) {
      throw refusal("unixsocketgroup " + spec.group() + ": there is no such group", e);
    }
  }

  /** Removes the file, unless another server has put its own there. */
  void remove() {
    try {
      if (key != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && key.equals(keyOf(file))) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      log.trace("{} is gone already", file, e);
    } catch (IOException e) {
      log.warn("Cannot remove {}: {}", file, text(e));
    }
  }

  private static Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private ListenException refusal(String reason, IOException cause) {
    return new ListenException("cannot listen on " + spec + ": " + reason, cause);
  }

  private static String text(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
