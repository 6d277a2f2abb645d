package dev.kora.memory.host;

/**
 * Whether a text is exactly one JSON object, as RFC 8259 has it. Builds nothing, so neither the SPI
 * nor the test kit has to bring a JSON library along.
 */
public final class JsonSyntax {
  private static final int MAX_DEPTH = 500;

  private final String text;
  private int at;

  private JsonSyntax(String text) {
    this.text = text;
  }

  /**
   * Looks at a whole text.
   *
   * @param text any text, of any length and nesting
   * @return whether it is one JSON object and nothing else; nesting of more than 500 levels is
   *     taken for none
   */
  public static boolean isObject(String text) {
    JsonSyntax json = new JsonSyntax(text);
    json.space();
    if (!json.next('{') || !json.object(0)) {
      return false;
    }
    json.space();
    return json.at == text.length();
  }

  private boolean value(int depth) {
    if (depth > MAX_DEPTH || at == text.length()) {
      return false;
    }
    if (next('{')) {
      return object(depth);
    }
    if (next('[')) {
      return array(depth);
    }
    if (next('"')) {
      return string();
    }
    return word("true") || word("false") || word("null") || number();
  }

  private boolean object(int depth) {
    space();
    if (next('}')) {
      return true;
    }
    do {
      space();
      if (!next('"') || !string()) {
        return false;
      }
      space();
      if (!next(':')) {
        return false;
      }
      space();
      if (!value(depth + 1)) {
        return false;
      }
      space();
    } while (next(','));
    return next('}');
  }

  private boolean array(int depth) {
    space();
    if (next(']')) {
      return true;
    }
    do {
      space();
      if (!value(depth + 1)) {
        return false;
      }
      space();
    } while (next(','));
    return next(']');
  }

  /** After the opening quote. */
  private boolean string() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (next('u')) {
      for (int i = 0; i < 4; i++) {
        if (at == text.length() || "0123456789abcdefABCDEF".indexOf(text.charAt(at++)) < 0) {
          return false;
        }
      }
      return true;
    }
    return at < text.length() && "\"\\/bfnrt".indexOf(text.charAt(at++)) >= 0;
  }

  private boolean number() {
    next('-');
    if (!next('0') && !digits()) {
      return false;
    }
    if (next('.') && !digits()) {
      return false;
    }
    if (next('e') || next('E')) {
      if (!next('+')) {
        next('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private boolean next(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
