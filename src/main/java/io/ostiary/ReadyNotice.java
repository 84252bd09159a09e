package io.ostiary;

import io.ostiary.listen.Endpoint;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says when a server is ready. Reads a file of the kernel's: call it on a worker. */
final class ReadyNotice {

  private static final Logger log = LoggerFactory.getLogger(ReadyNotice.class);

  /** The most connections that Linux keeps waiting for any listening socket. */
  private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");

  private ReadyNotice() {}

  static void log(Settings settings, List<Endpoint> endpoints) {
    settings.notices().forEach(log::info);
    warnOfShortBacklog(settings.get(Directives.TCP_BACKLOG));
    for (Endpoint endpoint : endpoints) {
      log.info("Listening on {}{}", endpoint, endpoint.spec().profile().tls() ? " with TLS" : "");
    }
    if (endpoints.isEmpty()) {
      log.warn("Listening nowhere: port is 0 or bind names no address of this machine");
    } else {
      log.info("Ready to accept connections");
    }
  }

  private static void warnOfShortBacklog(int backlog) {
    if (!Files.isReadable(SOMAXCONN)) {
      return;
    }
    // In one read: the kernel ends such a file after the first, however short that was.
    try (InputStream file = Files.newInputStream(SOMAXCONN)) {
      byte[] bytes = new byte[32];
      int length = Math.max(0, file.read(bytes));
      int most = Integer.parseInt(new String(bytes, 0, length, StandardCharsets.US_ASCII).strip());
      if (backlog > most) {
        log.warn(
            "tcp-backlog is {}, but the kernel keeps at most {} connections waiting"
                + " (net.core.somaxconn): raise that, or lower tcp-backlog",
            backlog,
            most);
      }
    } catch (IOException | NumberFormatException e) {
      log.debug("Cannot read {}: {}", SOMAXCONN, e.getMessage());
    }
  }
}
