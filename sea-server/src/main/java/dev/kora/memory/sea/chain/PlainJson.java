package dev.kora.memory.sea.chain;

import java.util.Arrays;

/**
 * Tells of ordinary payloads, ten times as fast as a parser, that a text is canonical and that
 * Postgres printed the same value as {@code jsonb}. It walks both at once: the same tokens, but
 * with Postgres' spaces, and keys by length first. Ordinary are short integers, ASCII keys, the
 * short escapes; of anything else it says nothing.
 */
final class PlainJson {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_FIELDS = 64;
  private static final int MAX_DIGITS = 15;

  private final String canonical;
  private final String printed;

  /** How far the printed text was walked. */
  private int to;

  private PlainJson(String canonical, String printed) {
    this.canonical = canonical;
    this.printed = printed;
  }

  /** True only if {@code canonical} is canonical and {@code printed} is the same value. */
  static boolean same(String canonical, String printed) {
    PlainJson walk = new PlainJson(canonical, printed);
    return walk.value(0, MAX_DEPTH) == canonical.length() && walk.to == printed.length();
  }

  /** Walks the value at this place of the canonical text; returns its end, or -1. */
  private int value(int at, int depth) {
    return switch (charAt(at)) {
      case '{' -> depth == 0 ? -1 : object(at, depth);
      case '[' -> depth == 0 ? -1 : array(at, depth);
      default -> printed(at, scalarEnd(at));
    };
  }

  private int array(int open, int depth) {
    int at = open + 1;
    if (charAt(at) == ']') {
      return print("[]") ? at + 1 : -1;
    }
    boolean fits = print("[");
    while (fits) {
      at = value(at, depth - 1);
      char next = at < 0 ? 0 : charAt(at);
      if (next == ']') {
        return print("]") ? at + 1 : -1;
      }
      at++;
      fits = next == ',' && print(", ");
    }
    return -1;
  }

  /** Values of objects are walked in Postgres' order, so their ends are looked for first. */
  private int object(int open, int depth) {
    int at = open + 1;
    if (charAt(at) == '}') {
      return print("{}") ? at + 1 : -1;
    }
    Field[] fields = new Field[MAX_FIELDS];
    int count = 0;
    char next = ',';
    while (next == ',') {
      int colon = keyEnd(at);
      int end = colon < 0 || charAt(colon) != ':' ? -1 : end(colon + 1, depth - 1);
      if (end < 0 || count == MAX_FIELDS) {
        return -1;
      }
      Field field = new Field(canonical.substring(at, colon), colon + 1);
      if (count > 0 && fields[count - 1].key.compareTo(field.key) >= 0) {
        return -1;
      }
      fields[count++] = field;
      next = charAt(end);
      at = end + 1;
    }
    return next == '}' && print(fields, count, depth) ? at : -1;
  }

  private boolean print(Field[] fields, int count, int depth) {
    Arrays.sort(fields, 0, count);
    for (int i = 0; i < count; i++) {
      if (!print(i == 0 ? "{" : ", ")
          || !print(fields[i].key)
          || !print(": ")
          || value(fields[i].value, depth - 1) < 0) {
        return false;
      }
    }
    return print("}");
  }

  /** A key with its quotes, and where its value begins. */
  private record Field(String key, int value) implements Comparable<Field> {
    @Override
    public int compareTo(Field other) {
      int order = Integer.compare(key.length(), other.key.length());
      return order == 0 ? key.compareTo(other.key) : order;
    }
  }

  /** Where a value ends that {@link #value} will walk later. */
  private int end(int at, int depth) {
    char open = charAt(at);
    if (open != '{' && open != '[') {
      return scalarEnd(at);
    }
    if (depth == 0) {
      return -1;
    }
    int nested = 0;
    for (int i = at; i < canonical.length(); i++) {
      switch (canonical.charAt(i)) {
        case '{', '[' -> nested++;
        case '}', ']' -> nested--;
        case '"' -> i = stringEnd(i) - 1;
        default -> {}
      }
      if (nested == 0) {
        return i + 1;
      }
      if (i < at) {
        return -1;
      }
    }
    return -1;
  }

  private int scalarEnd(int at) {
    return switch (charAt(at)) {
      case '"' -> stringEnd(at);
      case 't' -> canonical.startsWith("true", at) ? at + 4 : -1;
      case 'f' -> canonical.startsWith("false", at) ? at + 5 : -1;
      case 'n' -> canonical.startsWith("null", at) ? at + 4 : -1;
      case '0' -> at + 1;
      default -> integerEnd(at);
    };
  }

  private int integerEnd(int at) {
    int first = charAt(at) == '-' ? at + 1 : at;
    int end = first;
    while (charAt(end) >= '0' && charAt(end) <= '9') {
      end++;
    }
    return end > first && end - first <= MAX_DIGITS && charAt(first) != '0' ? end : -1;
  }

  private int keyEnd(int at) {
    if (charAt(at) != '"') {
      return -1;
    }
    int end = stringEnd(at);
    for (int i = at; i < end; i++) {
      if (canonical.charAt(i) > '~' || canonical.charAt(i) == '\\') {
        return -1;
      }
    }
    return end;
  }

  /** U+FFFD may stand for bytes that are no UTF-8. */
  private int stringEnd(int open) {
    for (int i = open + 1; i < canonical.length(); i++) {
      char c = canonical.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c < ' ' || c == '\uFFFD' || (c == '\\' && "\"\\bfnrt".indexOf(charAt(++i)) < 0)) {
        return -1;
      }
    }
    return -1;
  }

  /** 0, which nothing ordinary holds, past the end. */
  private char charAt(int at) {
    return at < canonical.length() ? canonical.charAt(at) : 0;
  }

  private boolean print(String token) {
    boolean fits = printed.startsWith(token, to);
    to += token.length();
    return fits;
  }

  private int printed(int from, int end) {
    if (end < 0 || !printed.regionMatches(to, canonical, from, end - from)) {
      return -1;
    }
    to += end - from;
    return end;
  }
}
