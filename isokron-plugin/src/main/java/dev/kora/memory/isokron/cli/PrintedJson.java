package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.Locale;
import java.util.regex.Pattern;

/** JSON on one line that says the same as the value and cannot drive a terminal. */
final class PrintedJson {
  // In compact JSON these stand in strings only, where an escape means the same.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  private PrintedJson() {}

  /** Writes a value; nothing at all, as of a tool that answered no text, is null. */
  static String of(JsonNode value) {
    if (value.isMissingNode()) {
      return "null";
    }
    return escaped(StrictJson.write(value));
  }

  /** Text that should be JSON but may be anything: all that could drive a terminal is escaped. */
  static String escaped(String text) {
    return UNSAFE.matcher(text).replaceAll(m -> escape(m.group()));
  }

  private static String escape(String character) {
    StringBuilder escaped = new StringBuilder();
    // Two backslashes for the replacement's own syntax.
    character.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\\\u%04x", c)));
    return escaped.toString();
  }
}
