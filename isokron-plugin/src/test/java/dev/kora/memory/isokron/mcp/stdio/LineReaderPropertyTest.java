package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Rules 21 and 22: lines, however the stream is cut into pieces. */
class LineReaderPropertyTest {
  private static final int LIMIT = 8;

  /** A stream that gives a few bytes at a time, as a pipe does. */
  private static InputStream inPieces(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, most));
      }
    };
  }

  @Provide
  Arbitrary<List<byte[]>> texts() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).list().ofMaxSize(8);
  }

  @Property(tries = 1000)
  void linesComeWholeOrCutAtTheBoundInTheirOrder(
      @ForAll("texts") List<byte[]> texts, @ForAll @IntRange(min = 1, max = 20) int piece)
      throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<byte[]> expected = new ArrayList<>();
    for (byte[] text : texts) {
      for (int i = 0; i < text.length; i++) {
        text[i] = text[i] == '\n' ? (byte) 'n' : text[i];
      }
      stream.write(text);
      stream.write('\n');
      expected.add(text);
    }
    List<byte[]> lines = new ArrayList<>();
    List<Boolean> whole = new ArrayList<>();
    new LineReader(
            LIMIT,
            (line, isWhole) -> {
              lines.add(line);
              whole.add(isWhole);
            })
        .readAll(inPieces(stream.toByteArray(), piece));
    assertEquals(expected.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      byte[] text = expected.get(i);
      assertEquals(text.length <= LIMIT, whole.get(i));
      assertArrayEquals(Arrays.copyOf(text, Math.min(LIMIT, text.length)), lines.get(i));
    }
  }

  @Property(tries = 1000)
  void arbitraryBytesNeverPassTheBound(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 20) int piece) throws IOException {
    List<Integer> lengths = new ArrayList<>();
    new LineReader(LIMIT, (line, whole) -> lengths.add(line.length))
        .readAll(inPieces(bytes, piece));
    assertEquals(List.of(), lengths.stream().filter(length -> length > LIMIT).toList());
  }
}
