package io.ostiary.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the load generator against one server. Closing it ends the run early. */
final class Load implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;

  private Load(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts the generator without waiting for it. */
  static Load start(Path root, Server server, String mode, Object... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("target/bench/load").toString());
    command.add(mode);
    command.add(String.valueOf(server.port()));
    for (Object option : options) {
      command.add(String.valueOf(option));
    }
    return new Load(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for the next line of results. */
  Sample sample() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the load generator ended without a figure: " + process.info());
    }
    return Sample.parse(line);
  }

  /** Tells a waiting client to begin. */
  void begin() throws IOException {
    process.getOutputStream().close();
  }

  /** Closes idle clients; returns how many of them the server had closed. */
  Sample dismiss() throws IOException {
    begin();
    return sample();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
