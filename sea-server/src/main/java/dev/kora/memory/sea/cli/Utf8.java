package dev.kora.memory.sea.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output for data: UTF-8, whatever the locale. */
final class Utf8 {
  private Utf8() {}

  static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }
}
