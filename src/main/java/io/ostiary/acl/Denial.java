package io.ostiary.acl;

import java.util.Locale;

/** What a user may not do. Of several selectors that refuse, the one with the last is told. */
enum Denial {
  COMMAND,
  KEY,
  /** A login that was refused; no selector judges that. */
  AUTH,
  CHANNEL,
  DATABASE;

  /** As ACL LOG has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
