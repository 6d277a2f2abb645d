package dev.kora.memory.isokron.mcp.transport;

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
    more.add(secret.replace("/", "\\/")); // as some servers write it in JSON
    return new SecretMask(more);
  }

  public String hide(String text) {
    String hidden = text;
    for (String form : forms) {
      hidden = hidden.replace(form, MASK);
    }
    return hidden;
  }

  public byte[] hide(byte[] text) {
    if (forms.isEmpty()) {
      return text;
    }
    // Every byte is one character of Latin-1, whatever the text's own encoding.
    return hide(new String(text, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The throwable, or null when it or one of its causes shows a secret. */
  public @Nullable Throwable withoutSecrets(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !hide(message).equals(message)) {
        return null;
      }
    }
    return failure;
  }
}
