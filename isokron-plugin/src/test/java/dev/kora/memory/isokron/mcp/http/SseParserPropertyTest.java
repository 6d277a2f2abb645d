package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Rule 16: event streams, however they are written and cut into pieces. */
class SseParserPropertyTest {
  private static final int LIMIT = 10_000;

  @Provide
  Arbitrary<List<String>> events() {
    return Arbitraries.strings()
        .withChars('a', 'é', ' ', ':', '\n')
        .ofMinLength(1)
        .ofMaxLength(12)
        .map(text -> "x" + text + "😀")
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 1000)
  void eventsComeOutAsTheyWentInWhateverTheLineEndsAndPieces(
      @ForAll("events") List<String> events,
      @ForAll("ends") String end,
      @ForAll boolean bom,
      @ForAll @Size(max = 200) List<Byte> cuts) {
    StringBuilder stream = new StringBuilder(bom ? "\ufeff" : "");
    stream.append(": hello").append(end).append(end);
    for (String event : events) {
      stream.append("event: message").append(end).append("id: 1").append(end);
      for (String line : event.split("\n", -1)) {
        stream.append("data: ").append(line).append(end);
      }
      stream.append(end);
    }
    assertEquals(events, parse(stream.toString().getBytes(StandardCharsets.UTF_8), cuts));
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }

  @Property(tries = 1000)
  void arbitraryBytesAreReadOrRefusedAsTooLarge(@ForAll byte[] bytes) {
    parse(bytes, List.of());
  }

  @Example
  void emptyDataIsNoMessageAndIdAndRetryAreKept() {
    List<byte[]> events = new ArrayList<>();
    SseParser parser = new SseParser(LIMIT, events::add);
    byte[] bytes = "id: 7\nretry: 250\ndata:\n\ndata\n\n".getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes);
    assertEquals(0, events.size());
    assertEquals("7", parser.lastEventId());
    assertEquals(250, parser.retryMillis());
  }

  @Example
  void rule16TheIdOfAnEventCutOffDoesNotCount() {
    SseParser parser = new SseParser(LIMIT, e -> {});
    parser.feed("id: 1\ndata: a\n\nid: 2\ndata: b\n".getBytes(StandardCharsets.UTF_8));
    assertEquals("1", parser.lastEventId());
    parser.feed("\n".getBytes(StandardCharsets.UTF_8));
    assertEquals("2", parser.lastEventId());
  }

  @Example
  void anEventPastItsBoundIsRefused() {
    SseParser parser = new SseParser(LIMIT, e -> {});
    byte[] line = ("data: " + "x".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8);
    assertThrows(
        TooLargeException.class,
        () -> {
          for (int i = 0; i < 20; i++) {
            parser.feed(line);
          }
        });
  }

  private static List<String> parse(byte[] bytes, List<Byte> cuts) {
    List<String> events = new ArrayList<>();
    SseParser parser = new SseParser(LIMIT, e -> events.add(new String(e, StandardCharsets.UTF_8)));
    int from = 0;
    for (byte cut : cuts) {
      int to = Math.min(bytes.length, from + (cut & 7));
      parser.feed(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    parser.feed(Arrays.copyOfRange(bytes, from, bytes.length));
    return events;
  }
}
