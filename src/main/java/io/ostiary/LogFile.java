package io.ostiary;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The file of the log. When it was renamed or deleted, as log rotation does, a new one is made in
 * its place within a second of logging. A file that cannot be written costs its lines and nothing
 * else, and standard error tells it once. Used by one thread at a time: the appender's lock sees to
 * that.
 */
final class LogFile extends OutputStream {

  /** A look at the file takes as long as a short line: one a second is not felt. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private FileOutputStream out;
  private Object identity;
  private long lookedNanos;
  private boolean moved;
  private boolean losing;

  /**
   * Opens it, and makes it if it is not there.
   *
   * @throws IOException if it cannot be opened for writing
   */
  LogFile(Path path) throws IOException {
    this.path = path;
    open();
  }

  private void open() throws IOException {
    // Not by Files: those streams close themselves when a thread that writes is interrupted.
    FileOutputStream opened = new FileOutputStream(path.toFile(), true);
    if (out != null) {
      out.close();
    }
    out = opened;
    identity = identity();
    lookedNanos = System.nanoTime();
  }

  /** Which file the path names now; null if there is none. */
  private Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  /** Takes one line of the log, whole. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    openAnewIfMoved();
    try {
      out.write(bytes, offset, length);
      losing = false;
    } catch (IOException e) {
      if (!losing) {
        tell("lines of it are lost until this ends", e);
      }
      losing = true;
    }
  }

  private void openAnewIfMoved() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    try {
      if (!Files.exists(path) || !Objects.equals(identity(), identity)) {
        open();
      }
      moved = false;
    } catch (IOException e) {
      if (!moved) {
        tell("it goes on in the file that had this name", e);
      }
      moved = true;
    }
  }

  private void tell(String consequence, IOException failure) {
    System.err.println(
        "ostiary: cannot write the log to '"
            + path
            + "', "
            + consequence
            + ": "
            + failure.getMessage());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
