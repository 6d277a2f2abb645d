package dev.kora.memory.isokron.outbox.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class RecordCodecPropertyTest {
  @Property
  void aRecordComesBackAsItWas(@ForAll("records") OutboxRecord record) throws IOException {
    byte[] bytes = RecordCodec.encode(record);
    assertEquals(record, RecordCodec.decode(bytes, 0, bytes.length));
    Statistics.label("follow-up")
        .collect(record.followUp() != null)
        .coverage(seen -> seen.check(true).count(c -> c > 100));
  }

  @Property
  void itStandsAnywhereAmongOtherBytes(
      @ForAll("records") OutboxRecord record, @ForAll byte[] before, @ForAll byte[] after)
      throws IOException {
    byte[] bytes = RecordCodec.encode(record);
    byte[] all = Arrays.copyOf(before, before.length + bytes.length + after.length);
    System.arraycopy(bytes, 0, all, before.length, bytes.length);
    assertEquals(record, RecordCodec.decode(all, before.length, bytes.length));
    RecordCodec.Head head = RecordCodec.head(all, before.length, bytes.length);
    assertEquals(
        new RecordCodec.Head(
            record.key(), record.happenedAtMicros(), record.workspace(), record.tool()),
        head);
  }

  @Property
  void cutAnywhereItIsNone(@ForAll("records") OutboxRecord record, @ForAll("shares") double at) {
    byte[] bytes = RecordCodec.encode(record);
    int length = (int) (bytes.length * at);
    assertThrows(IOException.class, () -> RecordCodec.decode(bytes, 0, length));
  }

  @Property(tries = 20_000)
  void anyBytesAreARecordOrAnIoException(@ForAll byte[] bytes) {
    Statistics.collect(isRecord(bytes));
  }

  @Property(tries = 20_000)
  void aRecordWithAByteChangedIsAnotherRecordOrNone(
      @ForAll("records") OutboxRecord record, @ForAll("shares") double at, @ForAll byte to) {
    byte[] bytes = RecordCodec.encode(record);
    bytes[(int) (bytes.length * at)] = to;
    Statistics.collect(isRecord(bytes));
  }

  /** What is read as a record is written as the same bytes: there is one way to say a thing. */
  private static boolean isRecord(byte[] bytes) {
    try {
      OutboxRecord record = RecordCodec.decode(bytes, 0, bytes.length);
      assertArrayEquals(bytes, RecordCodec.encode(record));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0, true, 1, false);
  }

  @Provide
  Arbitrary<OutboxRecord> records() {
    Arbitrary<UUID> keys = Arbitraries.create(UUID::randomUUID);
    // All of Unicode but lone surrogates, which cannot be written.
    Arbitrary<String> texts =
        Arbitraries.strings().all().ofMaxLength(40).map(RecordCodecPropertyTest::wellFormed);
    Arbitrary<FollowUp> next =
        Combinators.combine(keys, texts, texts, texts, texts).as(FollowUp::new).injectNull(0.5);
    return Combinators.combine(keys, texts, texts, texts, texts, texts, texts, next)
        .flatAs(
            (key, workspace, tool, subject, origin, arguments, target, followUp) ->
                Arbitraries.longs()
                    .map(
                        at ->
                            new OutboxRecord(
                                key, workspace, tool, subject, origin, arguments, at, target,
                                followUp)));
  }

  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
