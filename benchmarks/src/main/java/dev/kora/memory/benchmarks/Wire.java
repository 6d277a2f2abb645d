package dev.kora.memory.benchmarks;

import dev.kora.memory.isokron.events.KoraEvents;
import java.nio.charset.StandardCharsets;

/** What the minimal servers say. They look for an id and a method, and parse nothing. */
final class Wire {
  static final String TOOL = KoraEvents.TOOL;

  private static final String INITIALIZED =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
          + "\"serverInfo\":{\"name\":\"minimal\",\"version\":\"1\"}}";
  private static final String TOOLS =
      "{\"tools\":[{\"name\":\"" + TOOL + "\",\"inputSchema\":{\"type\":\"object\"}}]}";
  private static final String CALLED =
      "{\"content\":[{\"type\":\"text\",\"text\":"
          + "\"{\\\"event_id\\\":\\\"0197f5a2-9d3c-7c1e-8a44-1b7f0c2d9e55\\\"}\"}],"
          + "\"structuredContent\":{\"event_id\":\"0197f5a2-9d3c-7c1e-8a44-1b7f0c2d9e55\"},"
          + "\"isError\":false}";

  private Wire() {}

  /** The answer to a message, or an empty one where none is due. */
  static byte[] answer(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    int id = text.indexOf("\"id\":");
    if (id < 0) {
      return new byte[0];
    }
    int from = id + "\"id\":".length();
    int to = from;
    while (text.charAt(to) != ',' && text.charAt(to) != '}') {
      to++;
    }
    String result =
        text.contains("\"initialize\"")
            ? INITIALIZED
            : text.contains("\"tools/list\"") ? TOOLS : CALLED;
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":" + text.substring(from, to) + ",\"result\":" + result + "}";
    return answer.getBytes(StandardCharsets.UTF_8);
  }
}
