package dev.kora.memory.isokron.mcp.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Any text as the value of an HTTP header (2026-07-28: value encoding; rule 14). */
public final class HeaderValue {
  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  // Tabs are legal too, but proxies have been seen to turn them into spaces.
  private static final Pattern PLAIN = Pattern.compile("(?:[!-~](?:[ -~]*[!-~])?)?");

  private HeaderValue() {}

  /** As it is where that is safe, else its UTF-8 in Base64 between marks. */
  public static String encode(String text) {
    boolean marked = text.startsWith(PREFIX) && text.endsWith(SUFFIX);
    if (PLAIN.matcher(text).matches() && !marked) {
      return text;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return PREFIX + Base64.getEncoder().encodeToString(utf8) + SUFFIX;
  }

  /** What was encoded; empty when the marks hold something else than Base64 of UTF-8. */
  public static Optional<String> decode(String value) {
    if (!value.startsWith(PREFIX)
        || !value.endsWith(SUFFIX)
        || value.length() < PREFIX.length() + SUFFIX.length()) {
      return Optional.of(value);
    }
    String base64 = value.substring(PREFIX.length(), value.length() - SUFFIX.length());
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
