package dev.kora.memory.host;

/** The error object that a tool call gets from the host itself. */
final class JsonError {
  private JsonError() {}

  static String of(String message) {
    StringBuilder json = new StringBuilder("{\"ok\":false,\"error\":\"");
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
        // Escaped surrogates keep the text valid whatever a model made up.
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append("\"}").toString();
  }
}
