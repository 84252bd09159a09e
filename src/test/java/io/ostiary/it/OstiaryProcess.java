package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in its own process. Closing kills it. */
final class OstiaryProcess implements AutoCloseable {

  private static final String READY = "Ready to accept connections";
  private static final Pattern LISTENING = Pattern.compile("Listening on .*:([0-9]+)\\s");

  private final Spawned spawned;

  OstiaryProcess(Spawned spawned) {
    this.spawned = spawned;
  }

  void awaitReady() {
    awaitThat(() -> spawned.out().contains(READY));
  }

  void awaitReadyIn(Path logfile) {
    awaitThat(() -> Files.exists(logfile) && Files.readString(logfile).contains(READY));
  }

  void awaitAccepting(int port) {
    awaitThat(
        () -> {
          try {
            Peer.to(port).close();
            return true;
          } catch (UncheckedIOException e) {
            return false;
          }
        });
  }

  private void awaitThat(Callable<Boolean> condition) {
    await().atMost(Spawned.PATIENCE).until(() -> condition.call() || !spawned.isAlive());
    assertThat(spawned.isAlive()).as("lives; %s", spawned).isTrue();
  }

  /** The port of the address that it logged first. */
  int port() {
    Matcher listening = LISTENING.matcher(spawned.out());
    assertThat(listening.find()).as("a port in %s", spawned.out()).isTrue();
    return Integer.parseInt(listening.group(1));
  }

  Peer peer() {
    return Peer.to(port());
  }

  long pid() {
    return spawned.pid();
  }

  boolean isAlive() {
    return spawned.isAlive();
  }

  String log() {
    return spawned.out();
  }

  /** Its standard error so far. */
  String err() {
    return spawned.err();
  }

  /** Waits until its log contains this text. */
  void awaitLog(String text) {
    awaitThat(() -> spawned.out().contains(text));
  }

  void signal(String name) {
    spawned.signal(name);
  }

  Ended end() {
    return spawned.end();
  }

  Ended end(Duration longest) {
    return spawned.end(longest);
  }

  @Override
  public void close() {
    spawned.close();
  }
}
