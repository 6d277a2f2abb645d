package dev.kora.memory.isokron.outbox.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GapsTest {
  private final StubbornDocuments files = new StubbornDocuments();

  private Gaps found(String... names) throws IOException {
    for (String name : names) {
      files.write(name, gap(name, "w" + name).toBytes());
    }
    return new Gaps(files, Instant::now);
  }

  private static Gap gap(String name, String workspace) {
    return new Gap(name, workspace, 2, Instant.EPOCH, Instant.EPOCH, "full");
  }

  private static List<String> names(List<Gap> gaps) {
    return gaps.stream().map(Gap::name).toList();
  }

  @Test
  void onlyThoseWhoseNamesAreKeysAreOffered() throws IOException {
    String key = OutboxKeys.next().toString();
    Gaps gaps = found("1-2-3-4-5", "backup of " + key, key);
    assertEquals(List.of(key), names(gaps.due()));
    assertEquals(6, gaps.count());
  }

  @Test
  void theFileOfOneThatIsToldGoesAsSoonAsItCanAndHoldsUpNoOther() throws IOException {
    UUID first = OutboxKeys.next();
    UUID second = OutboxKeys.next();
    files.write(first.toString(), gap(first.toString(), "w").toBytes());
    files.write(second.toString(), gap(second.toString(), "w").toBytes());
    Gaps gaps = new Gaps(files, Instant::now);
    assertEquals(List.of(first.toString()), names(gaps.due()));
    files.stay = true;
    assertThrows(IOException.class, () -> gaps.delivered(first));
    assertEquals(2, gaps.count());
    assertEquals(List.of(second.toString()), names(gaps.due()));
    assertEquals(2, files.names().size());
    files.stay = false;
    assertEquals(List.of(), gaps.due());
    assertEquals(List.of(second.toString()), files.names());
  }

  @Test
  void anOperatorAcknowledgesOneOfAnyName() throws IOException {
    String damage = OutboxKeys.next() + "-1-8d";
    Gaps gaps = found(damage);
    files.write("unreadable", new byte[] {1});
    assertFalse(gaps.acknowledge("../parked/" + damage));
    assertTrue(gaps.trouble().isPresent());
    assertTrue(gaps.acknowledge(damage));
    assertTrue(gaps.acknowledge("unreadable"));
    assertFalse(gaps.acknowledge(damage));
    assertEquals(Optional.empty(), gaps.trouble());
    assertEquals(List.of(), files.names());
  }

  @Test
  void whatIsRefusedAfterOneWasAcknowledgedIsAnotherOne() throws IOException {
    Gaps gaps = found();
    gaps.refused("w", "full");
    gaps.save();
    assertTrue(gaps.acknowledge(files.names().get(0)));
    gaps.refused("w", "full");
    gaps.save();
    assertEquals(1, gaps.count());
    assertEquals(1, files.names().size());
  }
}
