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
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Rule 16: event streams, however they are written and cut into pieces. */
class SseParserPropertyTest {
  private static final int LIMIT = 10_000;

  /** What a stream says to who reads it. */
  private record Read(List<String> events, @Nullable String lastEventId, long retryMillis) {}

  @Provide
  Arbitrary<String> streams() {
    Arbitrary<String> text =
        Arbitraries.strings().withChars('a', 'é', ' ', ':', '\u2028', '\ufeff').ofMaxLength(8);
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just("")),
            Tuple.of(4, text.map(t -> "data: " + t + "😀")),
            Tuple.of(2, text.map(t -> "data:" + t)),
            Tuple.of(1, Arbitraries.of("data", "data:", "data: ")),
            Tuple.of(1, text.map(t -> ":" + t)),
            Tuple.of(2, text.map(t -> "id: " + t)),
            Tuple.of(1, Arbitraries.of("id", "id:", "id: a\0b")),
            Tuple.of(2, Arbitraries.of("retry: 250", "retry:0", "retry", "retry: 1s", "retry: -1")),
            Tuple.of(
                1, Arbitraries.of("event: x", "datax: a", " data: a", "DATA: a", "dat", "é: a")));
    Arbitrary<String> end = Arbitraries.of("\n", "\r\n", "\r");
    return Combinators.combine(
            Arbitraries.of("", "\ufeff"),
            Combinators.combine(line, end).as(String::concat).list().ofMaxSize(30),
            Arbitraries.of("", "data: cut off"))
        .as((bom, lines, last) -> bom + String.join("", lines) + last);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    Arbitrary<Integer> size = Arbitraries.integers().between(0, 9);
    return Arbitraries.oneOf(
        size.list().ofMaxSize(200),
        Arbitraries.just(1).list().ofSize(2_000),
        size.list().ofSize(0));
  }

  @Property(tries = 2000)
  void rule16AnyStreamInAnyPiecesIsReadAsTheFormatSays(
      @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    Read expected = reference(stream);
    assertEquals(expected, parse(bytes, cuts));
    assertEquals(expected, parse(bytes, List.of()));

    occurs("begins with a BOM", stream.startsWith("\ufeff"));
    occurs(
        "CR and LF and CRLF mixed",
        stream.matches("(?s).*\r[^\n].*") && stream.matches("(?s).*\r\n.*[^\r]\n.*"));
    occurs("CRLF cut in two", cutsWithin(bytes, cuts, (byte) '\r', (byte) '\n'));
    occurs("a character cut in two", cutsWithin(bytes, cuts, (byte) 0xC3, (byte) 0xA9));
    occurs("a comment", stream.contains("\n:"));
    occurs("an event of several lines", expected.events.stream().anyMatch(e -> e.contains("\n")));
    occurs("several events", expected.events.size() > 1);
    occurs("no event", expected.events.isEmpty());
    occurs("an id", expected.lastEventId != null && !expected.lastEventId.isEmpty());
    occurs("an empty id", "".equals(expected.lastEventId));
    occurs("no id", expected.lastEventId == null);
    occurs("retry", expected.retryMillis == 250);
    occurs("no retry", expected.retryMillis == -1);
    occurs("an event cut off", stream.endsWith("cut off"));
    occurs("an unknown field", stream.contains("datax"));
    occurs("empty data", stream.matches("(?s)(.*[\r\n])?[\r\n]data:?[\r\n]{2,}.*"));
  }

  private static void occurs(String what, boolean here) {
    Statistics.label(what).collect(here).coverage(check -> check.check(true).count(n -> n > 0));
  }

  private static boolean cutsWithin(byte[] bytes, List<Integer> cuts, byte before, byte after) {
    int at = 0;
    for (int cut : cuts) {
      at += cut;
      if (at > 0 && at < bytes.length && bytes[at - 1] == before && bytes[at] == after) {
        return true;
      }
    }
    return false;
  }

  /** The format's own words, on the whole text; data that is empty is no message for us. */
  private static Read reference(String stream) {
    String text = stream.startsWith("\ufeff") ? stream.substring(1) : stream;
    List<String> lines = new ArrayList<>(List.of(text.split("\r\n|\n|\r", -1)));
    lines.remove(lines.size() - 1); // has no end
    List<String> events = new ArrayList<>();
    List<String> data = new ArrayList<>();
    String id = null;
    String lastEventId = null;
    long retry = -1;
    for (String line : lines) {
      String[] field = line.split(":", 2);
      String value = field.length < 2 ? "" : field[1].replaceFirst("^ ", "");
      if (line.isEmpty()) {
        lastEventId = id;
        if (!String.join("\n", data).isEmpty()) {
          events.add(String.join("\n", data));
        }
        data.clear();
      } else if (field[0].equals("data")) {
        data.add(value);
      } else if (field[0].equals("id") && !value.contains("\0")) {
        id = value;
      } else if (field[0].equals("retry") && value.matches("[0-9]+")) {
        retry = Long.parseLong(value);
      }
    }
    return new Read(events, lastEventId, retry);
  }

  @Property(tries = 1000)
  void arbitraryBytesAreReadInAnyPieces(@ForAll byte[] bytes, @ForAll("cuts") List<Integer> cuts) {
    assertEquals(parse(bytes, List.of()), parse(bytes, cuts));
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

  private static Read parse(byte[] bytes, List<Integer> cuts) {
    List<String> events = new ArrayList<>();
    SseParser parser = new SseParser(LIMIT, e -> events.add(new String(e, StandardCharsets.UTF_8)));
    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(bytes.length, from + cut);
      parser.feed(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    parser.feed(Arrays.copyOfRange(bytes, from, bytes.length));
    return new Read(events, parser.lastEventId(), parser.retryMillis());
  }
}
