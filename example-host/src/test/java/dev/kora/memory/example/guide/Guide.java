package dev.kora.memory.example.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The guide for plugin authors. A comment before each of its blocks says what to do with it: {@code
 * file: PATH} writes a file of this repository, {@code run} is for a shell in the new project's
 * folder, and {@code prints} is what the command before it says.
 */
final class Guide {
  /** This repository. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String MODULE = "example-plugin/";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^(?:<!-- (file|run|prints)(?:: (\\S+))? -->\n)?```\\w*\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private Guide() {}

  /** A block; the kind is empty where no comment says it, and the path is for files only. */
  record Block(String kind, String path, String text) {
    private static Block of(MatchResult found) {
      return new Block(orEmpty(found, 1), orEmpty(found, 2), found.group(3));
    }

    private static String orEmpty(MatchResult found, int group) {
      return found.start(group) < 0 ? "" : found.group(group);
    }

    /** Where the reader has it: the module's poms and settings are not the author's own. */
    String readersPath() {
      return path.substring(MODULE.length()).replaceFirst("^src/guide/", "");
    }

    @Override
    public String toString() {
      return kind + " " + (path.isEmpty() ? text.lines().findFirst().orElse("") : path);
    }
  }

  /** In their order. */
  static List<Block> blocks() throws IOException {
    String text = Files.readString(ROOT.resolve("META-INF-docs/PLUGIN-AUTHORS.md"));
    return BLOCK.matcher(text).results().map(Block::of).toList();
  }

  static List<Block> files() throws IOException {
    return blocks().stream().filter(block -> block.kind().equals("file")).toList();
  }
}
