package dev.kora.memory.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A folder's name for an id that anyone may have made up. Different ids have different names, on
 * file systems too that fold case, normalise Unicode or drop a trailing dot; no name leads out of
 * its folder or is a device; and a plain id can still be read.
 */
final class IdFolder {
  private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
  private static final int MAX_LENGTH = 100;
  private static final int READABLE_LENGTH = 30;

  private IdFolder() {}

  /** The kind goes in front, so that no name is "..", "con" or one of another kind. */
  static String name(String kind, String id) {
    String escaped = escaped(id);
    return kind
        + "-"
        + (escaped.length() <= MAX_LENGTH
            ? escaped
            // No escaped id holds a "~", so short names and long ones cannot meet.
            : escaped.substring(0, READABLE_LENGTH) + "~" + sha256(escaped));
  }

  /** Can be undone, so it is unique: {@code %} and two digits, or {@code %u} and four. */
  private static String escaped(String id) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean last = i == id.length() - 1;
      if (PLAIN.indexOf(c) >= 0 && !(c == '.' && last)) {
        name.append(c);
      } else {
        name.append((c < 0x100 ? "%%%02x" : "%%u%04x").formatted((int) c));
      }
    }
    return name.toString();
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
