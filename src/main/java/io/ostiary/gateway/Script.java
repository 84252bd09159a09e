package io.ostiary.gateway;

import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a script says of itself in its first line: {@code #!lua flags=no-writes}. */
final class Script {

  /** Longer first lines are not read: they are none. */
  private static final int LONGEST_LINE = 256;

  private static final Pattern NO_WRITES =
      Pattern.compile("\\sflags=([^\\s]*,)?no-writes(,|\\s|$)");

  private Script() {}

  /** Whether the script in that argument promises to write nothing. */
  static boolean writesNothing(Request request, int argument) {
    byte[] line = new byte[Math.min(LONGEST_LINE, request.length(argument))];
    for (int i = 0; i < line.length; i++) {
      line[i] = request.byteAt(argument, i);
    }
    String text = new String(line, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return text.startsWith("#!") && end > 0 && NO_WRITES.matcher(text.substring(0, end)).find();
  }
}
