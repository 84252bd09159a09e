package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the program of the README, as they stand there. */
final class ReadmeTest {

  private static final Path README = Path.of("README.md");

  @TempDir private Path folder;

  @Test
  void theProgramInTheReadmeCompilesAndServesItsOwnCommand() throws Exception {
    int port = FreePort.find();
    String program = javaBlock().replace("6380", String.valueOf(port));
    compile(program);
    Process running = start("Greeter");
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(ask(port, "GREET world\r\n", "$12\r\nHello, world\r\n"))
                      .isEqualTo("$12\r\nHello, world\r\n"));
    } finally {
      running.destroyForcibly().waitFor();
    }
  }

  @Test
  void continuousIntegrationCallsTheTestCommandOfTheReadme() throws IOException {
    String command = "./mvnw verify";

    assertThat(Files.readString(README)).contains("```sh\n" + command + "\n```");
    assertThat(Files.readAllLines(Path.of(".ci", "run"))).contains(command);
  }

  @Test
  void everyDependencyOfTheBuildHasItsReason() throws IOException {
    String reasons = Files.readString(README);
    Matcher artifact =
        Pattern.compile("<artifactId>((vertx-(?!stack|codegen)|logback|slf4j)[a-z0-9-]+)<")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(artifact.results().map(found -> found.group(1)))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(reasons).contains(name));
  }

  private static String javaBlock() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
    assertThat(block.find()).as("a java block in the README").isTrue();
    return block.group(1);
  }

  private void compile(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Greeter.java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] options = {
      "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString()
    };
    assertThat(compiler.run(null, null, null, options)).as("javac's status").isZero();
  }

  private Process start(String mainClass) throws IOException {
    String classPath =
        folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            mainClass);
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static String ask(int port, String request, String expected) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] reply = socket.getInputStream().readNBytes(expected.length());
      return new String(reply, StandardCharsets.US_ASCII);
    }
  }
}
