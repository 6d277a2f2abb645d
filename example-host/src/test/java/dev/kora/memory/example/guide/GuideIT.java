package dev.kora.memory.example.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.example.guide.Guide.Block;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what a reader of the guide does: writes its files into an empty folder and types its
 * commands, Maven's too. Only with the profile {@code guide}. What Maven installs goes into a
 * repository of the test's own; what it needs is in the usual one, because this build needed it.
 */
class GuideIT {
  private static final Set<String> BUILT = Set.of("spi", "spi-tck");

  @TempDir private Path temp;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void itsStepsWorkInAnEmptyFolder() throws Exception {
    Path clone = clonedTo(temp.resolve("clone"));
    Path project = Files.createDirectories(temp.resolve("project"));
    String printed = "";
    for (Block block : Guide.blocks()) {
      switch (block.kind()) {
        case "file" -> {
          Path file = project.resolve(block.readersPath());
          Files.createDirectories(file.getParent());
          Files.writeString(file, block.text());
        }
        case "run" -> printed = typed(block.text(), clone, project);
        default -> assertPrinted(block.text(), printed);
      }
    }
    assertTrue(
        Files.isDirectory(temp.resolve("repository/dev/kora/memory/memory-spi-tck")),
        "the commands did not go to the test's own repository");
  }

  /** A clone with the packaged host, as README has it built; of the rest, what the guide builds. */
  private Path clonedTo(Path clone) throws IOException {
    Files.walkFileTree(
        Guide.ROOT,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path path = Guide.ROOT.relativize(folder);
            String top = path.getName(0).toString();
            if (path.endsWith("target") || top.equals(".git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            // Of the other modules, Maven wants to see the poms.
            if (path.getNameCount() > 1 && !BUILT.contains(top) && !top.equals(".mvn")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(clone.resolve(path));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                clone.resolve(Guide.ROOT.relativize(file)),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
    Path host = Files.createDirectories(clone.resolve("example-host/target"));
    Files.copy(Path.of(System.getProperty("example-host.jar")), host.resolve("example-host.jar"));
    return clone;
  }

  /** What the commands print, together with what they complain about. */
  private String typed(String commands, Path clone, Path project) throws Exception {
    File output = temp.resolve("output.txt").toFile();
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    Map<String, String> environment = shell.environment();
    String java = System.getProperty("java.home");
    environment.put("KORA", clone.toString());
    environment.put("JAVA_HOME", java);
    environment.put("PATH", Path.of(java, "bin") + File.pathSeparator + environment.get("PATH"));
    // Maven's wrapper puts this in front of its arguments.
    environment.put(
        "MAVEN_CONFIG",
        "-o -Dmaven.repo.local=%s -Dmaven.repo.local.tail=%s"
            .formatted(temp.resolve("repository"), System.getProperty("usual.repository")));
    Process process = shell.start();
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "still running: " + commands);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output.toPath());
    assertEquals(0, process.exitValue(), () -> commands + printed);
    return printed;
  }

  /** Its lines, one after the other; an ellipsis is for what differs, and blanks may be more. */
  private static void assertPrinted(String expected, String printed) {
    String pattern =
        expected
            .lines()
            .map(line -> Pattern.quote(oneBlank(line.strip())).replace("…", "\\E[^\n]*\\Q"))
            .collect(Collectors.joining("\\s*\n\\s*", "(?s).*", ".*"));
    assertTrue(
        Pattern.matches(pattern, oneBlank(printed)),
        () -> "expected:\n" + expected + "\nbut:\n" + printed);
  }

  private static String oneBlank(String text) {
    return text.replaceAll(" +", " ");
  }
}
