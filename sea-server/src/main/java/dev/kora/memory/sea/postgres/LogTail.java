package dev.kora.memory.sea.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The end of Postgres' log, for a message to the user. */
final class LogTail {
  private static final int LINES = 6;

  private LogTail() {}

  static String of(Path log) {
    try {
      byte[] all = Files.readAllBytes(log);
      String end =
          new String(
              Arrays.copyOfRange(all, Math.max(0, all.length - 8192), all.length),
              StandardCharsets.UTF_8);
      List<String> lines = end.strip().lines().toList();
      String tail =
          String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
      return "The end of " + log + ":\n  " + tail;
    } catch (IOException e) {
      return "Its log " + log + " cannot be read (" + e + ")";
    }
  }
}
