package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator who knows of a gap that no chain can be told of. */
@Timeout(120)
class GapDropTest {
  @TempDir Path folder;
  private OutboxFolders outbox;
  private String damage;

  @BeforeEach
  void damaged() throws IOException {
    outbox = new OutboxFolders(folder);
    new Host(folder).close();
    Path gaps = Files.createDirectories(outbox.journal().resolve("gaps"));
    damage = OutboxKeys.next() + "-1-8d";
    Files.writeString(
        gaps.resolve(damage + ".json"),
        "{\"count\":2,\"first_at\":\"2026-01-01T00:00:00Z\","
            + "\"last_at\":\"2026-01-01T00:00:00Z\",\"reason\":\"damage\"}");
  }

  @Test
  void withoutAHostAGapIsAcknowledgedByItsName() {
    assertEquals(damage, outbox.list().get(0).path("key").asText());
    assertTrue(outbox.run("status").out().contains("`outbox drop NAME`"));
    Ran ran = outbox.run("drop", damage, "--json");
    assertEquals("", ran.err());
    assertEquals("dropped", OutboxFolders.json(ran.out()).path("state").asText());
    assertEquals(List.of(), outbox.list());
    Ran again = outbox.run("drop", damage);
    assertEquals(1, again.status());
    assertTrue(again.err().contains("and no gap the name"), again.err());
  }

  @Test
  void theRunningHostForgetsAGapThatIsAcknowledged() throws IOException {
    try (Host host = new Host(folder)) {
      assertTrue(host.outbox.missing().orElse("").startsWith("2 writes are lost"));
      Ran ran = outbox.run("drop", damage);
      assertEquals(damage + ": acknowledged; what it counts stays lost", ran.out().strip());
      assertTrue(host.outbox.missing().isEmpty());
      assertEquals(List.of(), outbox.list());
    }
  }
}
