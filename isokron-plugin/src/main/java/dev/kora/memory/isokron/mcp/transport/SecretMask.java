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

  // A character can come as itself, percent-encoded, or in JSON after a backslash.
  private static final int LONGEST_ESCAPE = 6;

  private static final int HALF = -2;

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
    byte[] hidden = hide(text.getBytes(StandardCharsets.UTF_8));
    int length = hidden.length;
    for (String secret : cut ? secrets : List.<String>of()) {
      length = Math.min(length, lengthBeforeHalf(hidden, secret));
    }
    return new String(hidden, 0, length, StandardCharsets.UTF_8);
  }

  private static int lengthBeforeHalf(byte[] text, String secret) {
    for (int at = Math.max(0, text.length - secret.length() * LONGEST_ESCAPE);
        at < text.length;
        at++) {
      if (end(text, at, secret, false) == HALF || end(text, at, secret, true) == HALF) {
        return at;
      }
    }
    return text.length;
  }

  /** The same bytes, not a copy, when there is nothing to hide. */
  public byte[] hide(byte[] text) {
    byte[] hidden = text;
    for (String secret : secrets) {
      hidden = hide(hidden, secret, false);
      if (secret.indexOf('\\') >= 0 || secret.indexOf('%') >= 0) {
        hidden = hide(hidden, secret, true);
      }
    }
    return hidden;
  }

  /** {@code escaped} is whether a backslash or percent sign stands for itself only if it must. */
  private static byte[] hide(byte[] text, String secret, boolean escaped) {
    @Nullable ByteArrayOutputStream hidden = null;
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      int end = end(text, at, secret, escaped);
      if (end >= 0) {
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

  /** Where the secret that begins here ends, {@link #HALF} when the text does before, or -1. */
  private static int end(byte[] text, int at, String secret, boolean escaped) {
    int next = at;
    for (int i = 0; i < secret.length(); i++) {
      int length = length(text, next, secret.charAt(i), escaped);
      if (length == 0) {
        return i > 0 && isCut(text, next) ? HALF : -1;
      }
      next += length;
    }
    return next;
  }

  private static boolean isCut(byte[] text, int at) {
    return at == text.length
        || ((text[at] == '\\' || text[at] == '%') && text.length - at < LONGEST_ESCAPE);
  }

  /** How many bytes this character takes here, or 0 when it is another one. */
  private static int length(byte[] text, int at, char c, boolean escaped) {
    if (at >= text.length) {
      return 0;
    }
    boolean itself = text[at] == c;
    int escape = itself && !escaped ? 0 : escapeLength(text, at, c);
    return escape == 0 && itself ? 1 : escape;
  }

  private static int escapeLength(byte[] text, int at, char c) {
    if (text[at] == '%') {
      return hex(text, at + 1, 2) == c ? 3 : 0;
    }
    if (text[at] != '\\' || at + 1 >= text.length) {
      return 0;
    }
    if (text[at + 1] == 'u') {
      return hex(text, at + 2, 4) == c ? 6 : 0;
    }
    return text[at + 1] == c ? 2 : 0;
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
