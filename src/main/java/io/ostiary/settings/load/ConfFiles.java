package io.ostiary.settings.load;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds included files on disk: beside the including file first, then in the working directory. It
 * blocks.
 */
final class ConfFiles implements RedisConf.Includes {

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

  @Override
  public List<RedisConf.Source> find(RedisConf.Source including, String pattern)
      throws IOException {
    try {
      return read(files(including, pattern));
    } catch (IllegalArgumentException e) {
      throw new IOException("this can be the name of no file", e);
    }
  }

  private static List<Path> files(RedisConf.Source including, String pattern) throws IOException {
    Path beside = folder(including.path()).resolve(pattern);
    Path here = Path.of(pattern).toAbsolutePath();
    if (WILDCARD.matcher(pattern).find()) {
      List<Path> matches = matches(folder(including.path()), pattern);
      return matches.isEmpty() ? matches(Path.of("").toAbsolutePath(), pattern) : matches;
    }
    return List.of(Files.exists(beside) || !Files.exists(here) ? beside : here);
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private static List<RedisConf.Source> read(List<Path> files) throws IOException {
    List<RedisConf.Source> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(read(file));
    }
    return sources;
  }

  private static RedisConf.Source read(Path file) throws IOException {
    Path shown = shown(file);
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new RedisConf.Source(shown.toString(), file.toRealPath(), bytes);
    } catch (IOException e) {
      throw new IOException("cannot read " + shown + ": " + reason(e), e);
    }
  }

  /** The path from the working directory where that is shorter, as people name files. */
  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path normal = file.normalize();
    return normal.startsWith(here) ? here.relativize(normal) : normal;
  }

  /** Why a file cannot be read, in words. */
  static String reason(Throwable failure) {
    if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(failure.getMessage());
  }

  private static List<Path> matches(Path folder, String pattern) throws IOException {
    Path wanted = folder.resolve(pattern);
    List<Path> found = List.of(wanted.getRoot());
    for (Path part : wanted) {
      found = step(found, part.toString());
    }
    return found;
  }

  private static List<Path> step(List<Path> folders, String part) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      if (!WILDCARD.matcher(part).find()) {
        Path next = folder.resolve(part);
        if (Files.exists(next)) {
          found.add(next);
        }
      } else if (Files.isDirectory(folder)) {
        found.addAll(entries(folder, part));
      }
    }
    return found;
  }

  private static List<Path> entries(Path folder, String part) throws IOException {
    // Braces mean nothing to a shell's pattern of file names, but something to Java's.
    String literalBraces = part.replace("{", "\\{").replace("}", "\\}");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + literalBraces);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        boolean hidden = name.toString().startsWith(".") && !part.startsWith(".");
        if (!hidden && matcher.matches(name)) {
          found.add(entry);
        }
      }
    }
    found.sort(null);
    return found;
  }
}
