package dev.kora.memory.isokron.mcp.transport;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
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
  private static final String MASK = "****";
  private static final byte[] MASK_BYTES = {'*', '*', '*', '*'};

  private final List<String> forms;

  private SecretMask(List<String> forms) {
    this.forms = forms;
  }

  /** A mask that hides this secret too; it is ASCII, or null for none. */
  public SecretMask and(@Nullable String secret) {
    if (secret == null || secret.length() < SHORTEST || forms.contains(secret)) {
      return this;
    }
    List<String> more = new ArrayList<>(forms);
    more.add(secret);
    addIfNew(more, secret.replace("/", "\\/")); // as some servers write it in JSON
    addIfNew(more, secret.replace("/", "\\u002f"));
    addIfNew(more, URLEncoder.encode(secret, StandardCharsets.UTF_8));
    return new SecretMask(more);
  }

  private static void addIfNew(List<String> forms, String form) {
    if (!forms.contains(form)) {
      forms.add(form);
    }
  }

  public String hide(String text) {
    String hidden = text;
    for (String form : forms) {
      hidden = hidden.replace(form, MASK);
    }
    return hidden;
  }

  /** Hides the secrets of a text that may have been cut, in the middle of a secret perhaps. */
  public String hide(String text, boolean cut) {
    String hidden = hide(text);
    int longest = forms.stream().mapToInt(String::length).max().orElse(0);
    return cut ? hidden.substring(0, Math.max(0, hidden.length() - longest)) : hidden;
  }

  /** The same bytes, not a copy, when there is nothing to hide. */
  public byte[] hide(byte[] text) {
    byte[] hidden = text;
    for (String form : forms) {
      hidden = hide(hidden, form);
    }
    return hidden;
  }

  private static byte[] hide(byte[] text, String form) {
    int found = indexOf(text, form, 0);
    if (found < 0) {
      return text;
    }
    ByteArrayOutputStream hidden = new ByteArrayOutputStream(text.length);
    int from = 0;
    for (; found >= 0; found = indexOf(text, form, from)) {
      hidden.write(text, from, found - from);
      hidden.write(MASK_BYTES, 0, MASK_BYTES.length);
      from = found + form.length();
    }
    hidden.write(text, from, text.length - from);
    return hidden.toByteArray();
  }

  private static int indexOf(byte[] text, String form, int from) {
    char first = form.charAt(0);
    for (int i = from; i <= text.length - form.length(); i++) {
      if (text[i] == first && startsAt(text, form, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsAt(byte[] text, String form, int at) {
    for (int i = 1; i < form.length(); i++) {
      if (text[at + i] != form.charAt(i)) {
        return false;
      }
    }
    return true;
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
