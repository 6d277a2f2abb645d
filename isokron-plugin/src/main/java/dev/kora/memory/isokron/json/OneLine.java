package dev.kora.memory.isokron.json;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text from elsewhere, made fit for one line of a log or message: bounded, unbroken, no secrets.
 */
public final class OneLine {
  private static final int DEFAULT_LENGTH = 300;

  // Control and format characters, line and paragraph separators, lone surrogates.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
  private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s\"',;]+");
  private static final Pattern USER_INFO = Pattern.compile("://\\S*@");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(passw(?:or)?d|pwd|token|secret|(?:api|access|private|secret)[_-]?key)"
              + "([\\\\\"']*\\s*[=:]\\s*)"
              + "(?:\\\\*\"[^\"]*|'[^']*|[^\\s\"',;&]+)");

  private OneLine() {}

  /** Makes the text fit for one line, at most 300 characters long. Null becomes "-". */
  public static String of(@Nullable String text) {
    return of(text, DEFAULT_LENGTH);
  }

  /** Makes the text fit for one line of the given length. Null becomes "-". */
  public static String of(@Nullable String text, int maxLength) {
    if (text == null) {
      return "-";
    }
    // A secret cut in half would no longer be recognised: redact a generous piece, then cut.
    String piece = cut(text, maxLength + 4_096);
    String redacted = BEARER.matcher(piece).replaceAll("$1 ****");
    redacted = USER_INFO.matcher(redacted).replaceAll("://****@");
    redacted = NAMED.matcher(redacted).replaceAll("$1$2****");
    String clean = UNSAFE.matcher(redacted).replaceAll("�");
    return clean.length() > maxLength ? cut(clean, maxLength) + "…" : clean;
  }

  /**
   * Makes our own text fit for one line of the given length. Redacts nothing: for texts that hold
   * no secret but may speak of one ("TOKEN: must not be empty").
   */
  public static String clean(String text, int maxLength) {
    String clean = UNSAFE.matcher(cut(text, maxLength)).replaceAll("�");
    return text.length() > maxLength ? clean + "…" : clean;
  }

  /** Cuts without leaving half of a surrogate pair. */
  public static String cut(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = maxLength;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
