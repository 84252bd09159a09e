package io.ostiary.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs mvnw with its own PATH and home, in which each "Maven" only prints its name. */
final class MvnwTest {

  private static final String NAME = "apache-maven-3.9.9";

  /** The tools that mvnw calls, without the two that download. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "sed",
          "head",
          "tail",
          "tr",
          "cut",
          "dirname",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "tar",
          "gzip",
          "sha512sum",
          "shasum");

  @TempDir private Path temporary;

  private Path project;
  private Path home;
  private Path bin;

  @BeforeEach
  void layOutAProjectInAFolderWithSpaces() throws IOException {
    project = Files.createDirectories(temporary.resolve("a project of mine"));
    home = Files.createDirectories(temporary.resolve("a home"));
    bin = Files.createDirectories(temporary.resolve("bin"));
    Files.copy(Path.of("mvnw"), project.resolve("mvnw"));
    assertThat(project.resolve("mvnw").toFile().setExecutable(true)).isTrue();
    for (String tool : TOOLS) {
      offer(tool);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8.1", "3.8.10", "3.9.0", "3.10.0", "4.0.0-rc-4"})
  void usesTheMavenOnThePathWhenItsVersionSuffices(String version) throws Exception {
    putOnThePath(version);

    assertThat(mvnw("-q", "verify").output()).isEqualTo(ran("path", "-q", "verify"));
  }

  @Test
  void readsTheVersionThroughTheColoursOfATerminal() throws Exception {
    putOnThePath("\033[1mApache Maven 3.8.7\033[m", "path");

    assertThat(mvnw("verify").output()).isEqualTo(ran("path", "verify"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.2.1", "3.6.3", "3.8.0"})
  void usesTheCachedDistributionWhenTheMavenOnThePathIsTooOld(String version) throws Exception {
    putOnThePath(version);
    String sum = "0".repeat(128);
    nameDistribution("https://host.invalid/" + NAME + "-bin.tar.gz", sum);
    writeMaven(cached(sum).resolve("bin"), "Apache Maven 3.9.9", "cache");

    assertThat(mvnw("verify").output()).isEqualTo(ran("cache", "verify"));
  }

  @Test
  void downloadsTheDistributionOnceAndKeepsIt() throws Exception {
    offer("curl");
    Path archive = distribution();
    nameDistribution(archive.toUri().toString(), sha512(archive));

    Result first = mvnw("verify");
    Files.delete(archive);
    Result second = mvnw("verify");

    assertThat(first.output()).endsWith(ran("download", "verify"));
    assertThat(first.output()).startsWith("mvnw: downloading file:");
    assertThat(second.output()).isEqualTo(ran("download", "verify"));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void downloadsWithWgetWhereThereIsNoCurl() throws Exception {
    Path archive = distribution();
    nameDistribution("https://host.invalid/" + NAME + "-bin.tar.gz", sha512(archive));
    offer("cp");
    script(bin.resolve("wget"), "[ \"$4\" = -O ] && cp '" + archive + "' \"$5\"");

    assertThat(mvnw("verify").output()).endsWith(ran("download", "verify"));
  }

  @Test
  void refusesADownloadWhoseChecksumIsNotTheOneNamed() throws Exception {
    offer("curl");
    Path archive = distribution();
    String named = "0".repeat(128);
    nameDistribution(archive.toUri().toString(), named);

    Result result = mvnw("verify");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains(sha512(archive), named, "nothing was installed");
    assertThat(cached(named)).doesNotExist();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void saysWhatItCouldNotDownload() throws Exception {
    offer("curl");
    String url = temporary.resolve(NAME + "-bin.tar.gz").toUri().toString();
    nameDistribution(url, "0".repeat(128));

    Result result = mvnw("verify");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("mvnw: could not download " + url);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void saysThatNothingHereCanDownload() throws Exception {
    nameDistribution("https://host.invalid/" + NAME + "-bin.tar.gz", "0".repeat(128));

    Result result = mvnw("verify");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("neither curl nor wget");
  }

  @Test
  void refusesToDownloadWithoutAChecksum() throws Exception {
    nameDistribution("https://host.invalid/" + NAME + "-bin.tar.gz", "");

    Result result = mvnw("verify");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("names no distributionSha512Sum");
  }

  @Test
  void leavesThePomToTheCallerWhoNamesOne() throws Exception {
    putOnThePath("3.9.9");

    assertThat(mvnw("-f", "other.xml", "verify").output()).isEqualTo("path: -f other.xml verify\n");
  }

  @Test
  void givesTheExitCodeOfMaven() throws Exception {
    script(bin.resolve("mvn"), "[ \"$1\" = --version ] && echo Apache Maven 3.9.9 || exit 7");

    assertThat(mvnw("verify").status()).isEqualTo(7);
  }

  @Test
  void theProjectsOwnFileNamesAnArchiveAndItsChecksum() throws IOException {
    assertThat(Files.readString(Path.of(".mvn/wrapper/maven-wrapper.properties")))
        .containsPattern("(?m)^distributionUrl=https://archive\\.apache\\.org/.*-bin\\.tar\\.gz$")
        .containsPattern("(?m)^distributionSha512Sum=[0-9a-f]{128}$");
  }

  /** Runs mvnw from a folder outside of the project. */
  private Result mvnw(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(project.resolve("mvnw").toString()));
    command.addAll(List.of(arguments));
    Path output = temporary.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("mvnw ended").isTrue();
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private String ran(String which, String... arguments) {
    return which + ": -f " + project.resolve("pom.xml") + " " + String.join(" ", arguments) + "\n";
  }

  private void putOnThePath(String version) throws IOException {
    putOnThePath("Apache Maven " + version + " (some revision)", "path");
  }

  private void putOnThePath(String versionLine, String which) throws IOException {
    writeMaven(bin, versionLine, which);
  }

  private static void writeMaven(Path folder, String versionLine, String which) throws IOException {
    Files.createDirectories(folder);
    script(
        folder.resolve("mvn"),
        "[ \"$1\" = --version ] && echo '" + versionLine + "' || echo \"" + which + ": $*\"");
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void nameDistribution(String url, String sum) throws IOException {
    Path file = project.resolve(".mvn/wrapper/maven-wrapper.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "distributionUrl=" + url + "\ndistributionSha512Sum=" + sum + "\n");
  }

  /** An archive laid out as Apache's, with nothing but the command. */
  private Path distribution() throws IOException, InterruptedException {
    Path content = temporary.resolve("content");
    writeMaven(content.resolve(NAME + "/bin"), "Apache Maven 3.9.9", "download");
    Path archive = temporary.resolve(NAME + "-bin.tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-czf", archive.toString(), "-C", content.toString(), NAME)
            .inheritIO()
            .start();
    assertThat(tar.waitFor(30, TimeUnit.SECONDS)).as("tar ended").isTrue();
    assertThat(tar.exitValue()).isZero();
    return archive;
  }

  private static String sha512(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  private Path cached(String sum) {
    return home.resolve(".m2/wrapper/dists/" + NAME + "-bin/" + sum.substring(0, 16) + "/" + NAME);
  }

  /** Files in the cache outside of an installed distribution. */
  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".unpacking")).toList();
    }
  }

  /** Puts a tool on mvnw's PATH if this machine has it. */
  private void offer(String tool) throws IOException {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        Files.createSymbolicLink(bin.resolve(tool), file.toAbsolutePath());
        return;
      }
    }
  }

  private record Result(int status, String output) {

    Result {
      assertThat(output.getBytes(UTF_8)).hasSizeLessThan(10_000);
    }
  }
}
