package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the proxies of others are started, with their default settings where they have any. */
final class OtherProxies {

  private OtherProxies() {}

  static ProcessBuilder nutcracker(Path folder, int port, int upstream, int statsPort)
      throws IOException {
    Path file = folder.resolve("nutcracker.yml");
    Files.writeString(
        file,
        """
        bench:
          listen: 127.0.0.1:%d
          redis: true
          servers:
            - 127.0.0.1:%d:1
        """
            .formatted(port, upstream));
    // Its statistics have a port of their own, which is fixed unless told.
    return new ProcessBuilder(
        "nutcracker", "-c", file.toString(), "-a", "127.0.0.1", "-s", String.valueOf(statsPort));
  }

  static ProcessBuilder haproxy(Path folder, int port, int upstream) throws IOException {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          maxconn 9000
        defaults
          mode tcp
          timeout connect 5s
          timeout client 10m
          timeout server 10m
        listen bench
          bind 127.0.0.1:%d
          server redis 127.0.0.1:%d
        """
            .formatted(port, upstream));
    return new ProcessBuilder("haproxy", "-db", "-f", file.toString());
  }
}
