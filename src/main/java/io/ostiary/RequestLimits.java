package io.ostiary;

import io.ostiary.resp.DecodeLimits;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;

/** How much a client may send at once, by the setting in force. Safe from any thread. */
final class RequestLimits {

  private volatile DecodeLimits known;
  private volatile DecodeLimits strangers;

  RequestLimits(LiveSettings settings) {
    set(settings.now());
    settings.onChange(Directives.PROTO_MAX_BULK_LEN, this::set);
  }

  private void set(Settings now) {
    long maxBulkBytes = now.get(Directives.PROTO_MAX_BULK_LEN);
    known = new DecodeLimits(true, maxBulkBytes);
    strangers = new DecodeLimits(false, maxBulkBytes);
  }

  /** Those of a client: less until it has logged in, where it has to. */
  DecodeLimits of(boolean hasToLogIn) {
    return hasToLogIn ? strangers : known;
  }
}
