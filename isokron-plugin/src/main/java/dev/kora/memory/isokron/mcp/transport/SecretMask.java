package dev.kora.memory.isokron.mcp.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes our own secrets out of what a server says: one that repeats what it was sent, in an error
 * text for instance, would bring them into logs and tool answers.
 */
public final class SecretMask {
  /** Masks nothing. */
  public static final SecretMask NONE = new SecretMask(List.of());

  // A shorter one could be an ordinary word of the protocol.
  private static final int SHORTEST = 8;
  private static final byte[] MASK = {'*', '*', '*', '*'};

  // A character can come as itself, as %XX, and in JSON as \\/ or \\uXXXX.
  private static final int LONGEST_ESCAPE = 6;

  private final List<String> secrets;

  private SecretMask(List<String> secrets) {
    this.secrets = secrets;
  }

  /** A mask that hides this secret too; it is ASCII, or null for none. */
  public SecretMask and(@Nullable String secret) {
    if (secret == null || secret.length() < SHORTEST || secrets.contains(secret)) {
      return this;
    }
    List<String> more = new ArrayList<>(secrets);
    more.add(secret);
    return new SecretMask(more);
  }

  /** The text without the secrets, however they are escaped in it. */
  public String hide(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] hidden = hide(bytes);
    return hidden == bytes ? text : new String(hidden, StandardCharsets.UTF_8);
  }

  /** Hides the secrets of a text that may have been cut, in the middle of a secret perhaps. */
  public String hide(String text, boolean cut) {
    String hidden = hide(text);
    int longest = secrets.stream().mapToInt(String::length).max().orElse(0) * LONGEST_ESCAPE;
    return cut ? hidden.substring(0, Math.max(0, hidden.length() - longest)) : hidden;
  }

  /** The same bytes, not a copy, when there is nothing to hide. */
  public byte[] hide(byte[] text) {
    byte[] hidden = text;
    for (String secret : secrets) {
      hidden = hide(hidden, secret);
    }
    return hidden;
  }

  private static byte[] hide(byte[] text, String secret) {
    @Nullable ByteArrayOutputStream hidden = null;
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      int end = end(text, at, secret);
      if (end > 0) {
        hidden = hidden == null ? new ByteArrayOutputStream(text.length) : hidden;
        hidden.write(text, from, at - from);
        hidden.write(MASK, 0, MASK.length);
        from = end;
        at = end - 1;
      }
    }
    if (hidden == null) {
      return text;
    }
    hidden.write(text, from, text.length - from);
    return hidden.toByteArray();
  }

  /** Where the secret that begins here ends, or -1 when none does. */
  private static int end(byte[] text, int at, String secret) {
    int next = at;
    for (int i = 0; i < secret.length(); i++) {
      int length = length(text, next, secret.charAt(i));
      if (length == 0) {
        return -1;
      }
      next += length;
    }
    return next;
  }

  /** How many bytes this character takes here, or 0 when it is another one. */
  private static int length(byte[] text, int at, char c) {
    if (at >= text.length) {
      return 0;
    }
    if (text[at] == c) {
      return 1;
    }
    if (text[at] == '%' && hex(text, at + 1, 2) == c) {
      return 3;
    }
    if (text[at] != '\\' || at + 1 >= text.length) {
      return 0;
    }
    return text[at + 1] == c ? 2 : text[at + 1] == 'u' && hex(text, at + 2, 4) == c ? 6 : 0;
  }

  private static int hex(byte[] text, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = i < text.length ? Character.digit(text[i], 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /** The throwable, or null when it or one of its causes shows a secret. */
  public @Nullable Throwable withoutSecrets(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = t.toString();
      if (!hide(text).equals(text)) {
        return null;
      }
    }
    return failure;
  }
}
