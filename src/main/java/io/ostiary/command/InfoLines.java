package io.ostiary.command;

/** The lines of a section of INFO while they are written. One thread at a time. */
public final class InfoLines {

  private final StringBuilder lines = new StringBuilder(512);

  /** Adds a line. */
  public InfoLines add(String field, Object value) {
    lines.append(field).append(':').append(value).append("\r\n");
    return this;
  }

  /** The lines so far, each with CR LF. */
  @Override
  public String toString() {
    return lines.toString();
  }
}
