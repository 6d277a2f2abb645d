package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replaying and dropping dead letters of a real outbox, with a host and without. */
@Timeout(120)
class LetterOrdersTest {
  private static final String BAD = "{\"bad\":1}";

  @TempDir Path folder;
  private OutboxFolders outbox;

  @BeforeEach
  void begin() {
    outbox = new OutboxFolders(folder);
  }

  private UUID parkedByAHostThatEnded() throws IOException {
    try (Host host = new Host(folder)) {
      return host.park(BAD);
    }
  }

  @Test
  void withoutAHostAReplayedLetterIsSentByTheNextOneUnderItsKey() throws Exception {
    UUID key = parkedByAHostThatEnded();
    Ran ran = outbox.run("replay", key.toString(), "--json");
    assertEquals("queued", OutboxFolders.json(ran.out()).path("state").asText(), ran.err());
    assertEquals(0, ran.status());
    assertEquals("queued", outbox.list().get(0).path("state").asText());
    Ran again = outbox.run("replay", key.toString());
    assertTrue(again.out().contains("already; no host has"), again.out() + again.err());
    try (Host host = new Host(folder)) {
      host.mended = true;
      host.outbox.flush(null, Duration.ofSeconds(30));
      await(() -> host.delivered.equals(List.of(key)));
      await(() -> outbox.list().isEmpty());
    }
  }

  @Test
  void withoutAHostADroppedLetterIsGoneForGood() throws Exception {
    UUID key = parkedByAHostThatEnded();
    Ran ran = outbox.run("drop", key.toString());
    assertEquals(key + ": dropped for good", ran.out().strip());
    assertEquals(List.of(), outbox.list());
    try (Host host = new Host(folder)) {
      host.mended = true;
      UUID other = host.offer(Host.GOOD);
      assertEquals(0, host.outbox.flush(null, Duration.ofSeconds(30)));
      assertEquals(List.of(other), host.delivered);
    }
    assertEquals(1, outbox.run("drop", key.toString()).status());
  }

  @Test
  void withoutAHostALetterThatIsToBeSentAgainCanBeDropped() throws Exception {
    UUID key = parkedByAHostThatEnded();
    assertEquals(0, outbox.run("replay", key.toString()).status());
    assertEquals("dropped", state(outbox.run("drop", key.toString(), "--json")));
    assertEquals(List.of(), outbox.list());
  }

  @Test
  void theHostOfThisProcessCarriesOutWhatIsOrdered() throws Exception {
    try (Host host = new Host(folder)) {
      UUID first = host.park(BAD);
      UUID second = host.park("{\"bad\":2}");
      Ran failed = outbox.run("replay", first.toString());
      // Nothing else is delivered meanwhile, so nobody knows whose fault it is.
      assertEquals("", failed.err());
      assertTrue(failed.out().contains("not delivered yet"), failed.out());
      Ran refused = outbox.run("drop", first.toString());
      assertTrue(refused.err().contains("the running host sends it again"), refused.err());
      host.mended = true;
      await(() -> host.delivered.contains(first));
      assertEquals("delivered", state(outbox.run("replay", second.toString(), "--json")));
      assertTrue(host.delivered.contains(second));
      assertEquals(0, host.outbox.counters().parked());
    }
  }

  @Test
  void aHostInAnotherProcessCarriesOutWhatIsOrderedAndKeepsItsLock() throws Exception {
    try (HostProcess host = new HostProcess(folder)) {
      Path journal = outbox.journal();
      assertTrue(outbox.status().path("held").asBoolean());
      assertEquals(2, outbox.list().size());
      assertEquals("parked", shown(host.parked.get(0)).path("state").asText());
      String first = host.parked.get(0).toString();
      Ran replayed = outbox.run("replay", first, "--json");
      assertEquals("delivered", state(replayed), replayed.err());
      String second = host.parked.get(1).toString();
      assertEquals("dropped", state(outbox.run("drop", second, "--json")));
      assertEquals(List.of(), outbox.list());
      assertEquals(List.of(), new SystemDisk().list(journal.resolve("commands")));
      assertTrue(outbox.status().path("held").asBoolean());
      assertTrue(new SystemDisk().tryLock(journal.resolve("lock")).isEmpty());
      assertTrue(host.process.isAlive());
    }
  }

  private JsonNode shown(UUID key) {
    return OutboxFolders.json(outbox.run("show", key.toString(), "--json").out());
  }

  @Test
  void aHostThatDoesNotLookIsNotWaitedForForeverAndTheCommandIsWithdrawn() throws Exception {
    UUID key = parkedByAHostThatEnded();
    try (DiskJournal held =
        DiskJournal.open(folder, Host.TARGET, 1 << 20, (journal, damage) -> {})) {
      Ran ran = outbox.run("replay", key.toString());
      assertEquals(1, ran.status());
      assertTrue(ran.err().contains("the command is withdrawn"), ran.err());
      assertEquals(
          List.of(), new SystemDisk().list(held.folder().orElseThrow().resolve("commands")));
      assertEquals("parked", outbox.list().get(0).path("state").asText());
    }
  }

  @Test
  void aLetterThatIsMovedMeanwhileIsNotTakenForDone() throws Exception {
    UUID key = parkedByAHostThatEnded();
    try (DiskJournal held =
        DiskJournal.open(folder, Host.TARGET, 1 << 20, (journal, damage) -> {})) {
      Path journal = held.folder().orElseThrow();
      Path other = journal.resolveSibling(OutboxKeys.next().toString()).resolve("parked");
      Files.createDirectories(other);
      String letter = key + ".json";
      Thread starting =
          new Thread(
              () -> {
                SystemDisk disk = new SystemDisk();
                await(() -> !names(journal.resolve("commands")).isEmpty());
                try {
                  disk.rename(journal.resolve("parked").resolve(letter), other.resolve(letter));
                  for (String command : names(journal.resolve("commands"))) {
                    disk.delete(journal.resolve("commands").resolve(command));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      starting.start();
      Ran ran = outbox.run("drop", key.toString());
      starting.join();
      assertEquals(1, ran.status());
      assertTrue(ran.err().contains("was moved by a host that starts: try again"), ran.err());
    }
  }

  /** The finished documents in a folder. */
  private static List<String> names(Path folder) {
    try {
      return new SystemDisk().list(folder).stream().filter(n -> n.endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anotherUsersOutboxIsLeftAlone() throws Exception {
    UUID key = parkedByAHostThatEnded();
    Path journal = outbox.journal();
    try {
      Files.setAttribute(journal, "unix:uid", 12_345);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "may not give files away");
    }
    for (String command : List.of("replay", "drop")) {
      Ran ran = outbox.run(command, key.toString());
      assertEquals(1, ran.status());
      assertTrue(ran.err().contains("belongs to 12345: run this as that user"), ran.err());
    }
    assertEquals("parked", outbox.list().get(0).path("state").asText());
  }

  private static String state(Ran ran) {
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    return OutboxFolders.json(ran.out()).path("state").asText();
  }

  private static void await(BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "waited in vain");
      LockSupport.parkNanos(20_000_000);
    }
  }
}
