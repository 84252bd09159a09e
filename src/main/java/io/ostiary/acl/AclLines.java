package io.ostiary.acl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the lines of a file of users: {@code user name rule ...} each. All mistakes are told at
 * once, in Redis's words. For one thread.
 */
final class AclLines {

  private final String file;
  private final RuleContext context;
  private final Map<String, UserRules> users = new TreeMap<>();
  private final StringBuilder errors = new StringBuilder();

  AclLines(String file, RuleContext context) {
    this.file = Latin.ofName(file);
    this.context = context;
  }

  /** The users of these lines by name, a map of the caller's own. */
  Map<String, UserRules> read(String text) throws AclFileException {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty()) {
        readLine(line, i + 1);
      }
    }
    if (errors.length() > 0) {
      throw new AclFileException(
          errors
              + "WARNING: ACL errors detected, no change to the previously active ACL rules was"
              + " performed");
    }
    return users;
  }

  private void readLine(String line, int number) {
    String place = file + ":" + number;
    List<String> words = Arrays.stream(line.split("[ \t]", -1)).map(String::strip).toList();
    if (!words.get(0).equals("user") || words.size() < 2 || words.get(1).isEmpty()) {
      error(place + " should start with user keyword followed by the username. ");
      return;
    }
    String name = words.get(1);
    if (Latin.hasSpace(name) || !Latin.ofName(Latin.name(name)).equals(name)) {
      error("'" + place + ": username '" + name + "' contains invalid characters. ");
      return;
    }
    if (users.containsKey(Latin.name(name))) {
      error("WARNING: Duplicate user '" + name + "' found on line " + number + ". ");
      return;
    }
    users.put(Latin.name(name), UserRules.of(context));
    try {
      List<String> rules = SelectorWords.join(words.subList(2, words.size()));
      users.put(Latin.name(name), WrongRule.apply(UserRules.of(context), rules, context));
    } catch (SelectorWords.UnmatchedException e) {
      error(place + ": Unmatched parenthesis in selector definition. ");
    } catch (WrongRule e) {
      error(
          e.getMessage().startsWith("Unknown command")
              ? place
                  + ": Error in applying operation '"
                  + e.harmless()
                  + "': "
                  + e.getMessage()
                  + ". "
              : place + ": " + e.getMessage() + ". ");
    }
  }

  private void error(String text) {
    errors.append(text);
  }
}
