package io.ostiary.listen.netserver;

import io.ostiary.listen.ListenException;
import io.ostiary.listen.ListenerSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a unix socket: what stood there before, its mode and group, and its end. Everything
 * here blocks: on the workers of one context only, in order.
 *
 * <p>The socket is bound at another name beside its path and then renamed, so that it appears with
 * its mode and group, and takes the place of an old one at once. Netty removes by name what it has
 * bound when it closes; that name is gone by then, and another server's file at the path is safe.
 * From the look at what stands there to the renaming, a lock keeps out other servers that start.
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
  private final Path bound;
  private final Path lockFile;
  private FileChannel lock; // null: not held
  private Object key; // null: not at its path yet
  private boolean ended;

  UnixSocketFile(ListenerSpec.Unix spec) {
    this.spec = spec;
    this.file = Path.of(spec.path());
    // Short: it is to fit into a socket's address wherever the path does.
    int unique = ThreadLocalRandom.current().nextInt(1 << 24);
    this.bound = file.resolveSibling(String.format(".%06x", unique));
    this.lockFile = file.resolveSibling(file.getFileName() + ".lock");
  }

  /** What the socket is to be bound to. */
  String bindPath() {
    return bound.toString();
  }

  /**
   * Locks the path, and looks whether it can be used. The lock is held until {@link #unlock}.
   *
   * @throws ListenException if it cannot
   */
  void prepare() {
    requireShort();
    try {
      lock();
      Optional<Integer> mode = modeOf(file);
      if (mode.isPresent()) {
        requireStale(mode.get());
      }
    } catch (NoSuchFileException e) {
      throw refusal("there is no such folder", e);
    } catch (IOException e) {
      throw refusal(text(e), e);
    }
  }

  private void requireShort() {
    int length = Math.max(bytes(file), bytes(bound));
    if (length > LONGEST_PATH_BYTES) {
      throw refusal(
          "it takes "
              + length
              + " bytes, and a unix socket's has at most "
              + LONGEST_PATH_BYTES
              + "; choose a shorter path",
          null);
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private void lock() throws IOException {
    lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      log.debug("{} is locked in this process", lockFile, e);
    }
    lock.close();
    lock = null;
    throw refusal("another server is just starting there; stop it, or choose another path", null);
  }

  private void requireStale(int mode) throws IOException {
    if ((mode & TYPE_BITS) != SOCKET_TYPE) {
      throw refusal(
          "there is a file that is not a socket; remove it, or choose another path", null);
    }
    if (isListenedOn()) {
      throw refusal(
          "another server listens there; stop it, or choose another path for unixsocket", null);
    }
    log.info("Replacing the socket {}, which a server has left behind", file);
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
   * Gives the bound socket its mode and group, and puts it at its path.
   *
   * @throws ListenException if the system does not let it
   */
  void publish() {
    if (ended) {
      throw refusal("closed while it opened", null);
    }
    try {
      if (!spec.group().isEmpty()) {
        Files.getFileAttributeView(bound, PosixFileAttributeView.class).setGroup(group());
      }
      if (spec.permissions() != 0) {
        Files.setAttribute(bound, "unix:mode", spec.permissions());
      }
      Object boundKey = keyOf(bound);
      Files.move(bound, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      key = boundKey;
    } catch (IOException e) {
      throw refusal("cannot set its mode or group or name: " + text(e), e);
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

  /** Gives the lock back, if it is held. */
  void unlock() {
    if (lock == null) {
      return;
    }
    try {
      Files.deleteIfExists(lockFile); // While it is held: it may be another's afterwards.
      lock.close();
    } catch (IOException e) {
      log.warn("Cannot remove {}: {}", lockFile, text(e));
    }
    lock = null;
  }

  /** Removes the file, unless another server has put its own there. */
  void remove() {
    ended = true;
    try {
      if (key != null && key.equals(keyOf(file))) {
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
