package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text signed by one or more keys: the text, ended by a newline, an empty line, and for each
 * signature a line of em dash, space, key name, space, base64 of key id and signature.
 *
 * <p>See <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>.
 */
final class SignedNote {
  private static final int MAX_SIGNATURES = 100;
  private static final Pattern SIGNATURE =
      Pattern.compile("\u2014 ([^\\p{IsWhite_Space}+]+) ([A-Za-z0-9+/]+=*)");

  private SignedNote() {}

  /** Signs a text that ends with a newline. */
  static String sign(String text, SigningKey key) {
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] withId =
        ByteBuffer.allocate(Integer.BYTES + signature.length)
            .putInt(key.verifier().id())
            .put(signature)
            .array();
    String base64 = Base64.getEncoder().encodeToString(withId);
    return text + "\n\u2014 " + key.verifier().name() + " " + base64 + "\n";
  }

  /**
   * The text, once a signature of this key was found and holds. Signatures of other keys say
   * nothing.
   *
   * @throws SeaException if there is none, or it does not hold, or this is no note
   */
  static String open(byte[] note, VerifierKey verifier) {
    String all = decode(note);
    int split = all.lastIndexOf("\n\n");
    if (split < 0 || !all.endsWith("\n") || all.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new SeaException("this is no signed note");
    }
    String text = all.substring(0, split + 1);
    List<String> lines = all.substring(split + 2).lines().limit(MAX_SIGNATURES + 1).toList();
    if (lines.size() > MAX_SIGNATURES) {
      throw new SeaException("this is no signed note: it has too many signatures");
    }
    boolean signed = false;
    for (String line : lines) {
      signed |= holds(line, text, verifier);
    }
    if (!signed) {
      throw new SeaException("the note is not signed by " + verifier);
    }
    return text;
  }

  /** Whether the line is this key's; one of this key that does not hold spoils the note. */
  private static boolean holds(String line, String text, VerifierKey verifier) {
    Matcher parts = SIGNATURE.matcher(line);
    if (!parts.matches()) {
      throw new SeaException("this is no signed note: a signature line is malformed");
    }
    ByteBuffer bytes = ByteBuffer.wrap(decodeBase64(parts.group(2)));
    if (bytes.remaining() <= Integer.BYTES
        || bytes.getInt() != verifier.id()
        || !parts.group(1).equals(verifier.name())) {
      return false;
    }
    byte[] own = new byte[bytes.remaining()];
    bytes.get(own);
    if (!verifier.verifies(own, text.getBytes(StandardCharsets.UTF_8))) {
      throw new SeaException("the note's signature by " + verifier.name() + " does not hold");
    }
    return true;
  }

  /**
   * The one text of these bytes only: a decoder lets the last character's spare bits be anything.
   */
  private static byte[] decodeBase64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new SeaException("this is no signed note: a signature is no base64", e);
    }
    throw new SeaException("this is no signed note: a signature's base64 was changed");
  }

  private static String decode(byte[] note) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
    } catch (CharacterCodingException e) {
      throw new SeaException("this is no signed note: it is not UTF-8", e);
    }
  }
}
