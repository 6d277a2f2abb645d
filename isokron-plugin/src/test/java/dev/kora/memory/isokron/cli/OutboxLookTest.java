package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at the folder of a real outbox. */
@Timeout(120)
class OutboxLookTest {
  private static final String HOSTILE = "w\u001b[2J\u202e\nx";

  @TempDir Path folder;
  private OutboxFolders outbox;

  @BeforeEach
  void begin() {
    outbox = new OutboxFolders(folder);
  }

  @Test
  void statusCountsWhatWaitsWithAHostAndWithout() throws Exception {
    try (Host host = new Host(folder)) {
      host.park("{\"bad\":1}");
      host.down = true;
      host.offer(Host.GOOD);
      host.offer(Host.GOOD);
      JsonNode status = outbox.status();
      assertTrue(status.path("held").asBoolean());
      assertEquals(2, status.path("queued").asInt());
      assertEquals(1, status.path("parked").asInt());
      assertEquals("2023-11-14T22:13:20Z", status.path("oldest_at").asText());
    }
    JsonNode status = outbox.status();
    assertFalse(status.path("held").asBoolean());
    assertEquals(2, status.path("queued").asInt());
    assertEquals(0, status.path("gaps").asInt());
    assertTrue(status.path("bytes").asLong() > 100, status.toString());
    Ran ran = outbox.run("status");
    List<String> lines = ran.out().lines().toList();
    assertEquals(Host.TARGET, lines.get(0));
    assertTrue(lines.get(2).matches("  [0-9a-f-]{36}  none +2 +1 +0 +0 +.* B  \\d+ d"), ran.out());
    assertEquals(lines.get(1).indexOf("OLDEST"), lines.get(2).lastIndexOf("  ") + 2);
    assertTrue(lines.get(3).contains("2 queued where no host runs"), ran.out());
    assertTrue(lines.get(4).contains("1 parked: look with `outbox show KEY`"), ran.out());
    assertEquals(0, ran.status());
  }

  @Test
  void listSaysEachRecordOnceAndCannotDriveATerminal() throws Exception {
    UUID queued;
    UUID parked;
    try (Host host = new Host(folder)) {
      parked = host.park("{\"bad\":1}");
      host.down = true;
      queued = host.offer(HOSTILE, Host.GOOD);
    }
    List<JsonNode> list = outbox.list();
    assertEquals(2, list.size());
    JsonNode first = list.get(0);
    assertEquals(
        List.of("key", "workspace", "tool", "state", "attempts", "happened_at", "last_error"),
        first.properties().stream().map(p -> p.getKey()).toList());
    assertEquals(queued.toString(), first.path("key").asText());
    assertEquals("queued", first.path("state").asText());
    assertEquals(HOSTILE, first.path("workspace").asText());
    assertEquals(Host.TOOL, first.path("tool").asText());
    assertEquals("2023-11-14T22:13:20Z", first.path("happened_at").asText());
    assertEquals(parked.toString(), list.get(1).path("key").asText());
    assertEquals("parked", list.get(1).path("state").asText());
    String text = outbox.run("list").out() + outbox.run("list", "--json").out();
    assertEquals(3 + 2, text.lines().count(), text);
    assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    assertFalse(text.contains("s3cret"), text);
  }

  @Test
  void aRecordThatIsBeingSetAsideIsListedOnceAsParked() throws Exception {
    UUID key;
    try (Host host = new Host(folder, true)) {
      key = host.offer(Host.GOOD);
    }
    // As a host that ended between the two steps leaves it.
    new DeadLetters(OutboxFolder.on(new SystemDisk(), outbox.journal()).parked())
        .park(Host.record(key, "w", Host.GOOD), "why");
    List<JsonNode> list = outbox.list();
    assertEquals(1, list.size());
    assertEquals("parked", list.get(0).path("state").asText());
    Ran refused = outbox.run("drop", key.toString());
    assertTrue(refused.err().contains("is still in a journal"), refused.err());
    assertEquals(1, outbox.list().size());
  }

  @Test
  void showSaysAllOfARecordWithHostileArguments() throws Exception {
    String arguments =
        "{\"text\":\"\u009b2J\u202e\u2028 \\u001b[31m é\",\"n\":12345678901234567890.5}";
    UUID queued;
    UUID parked;
    try (Host host = new Host(folder)) {
      parked = host.park("no JSON \u001b]0;x\u0007\n");
      host.down = true;
      queued = host.offer(arguments);
    }
    JsonNode shown = OutboxFolders.json(outbox.run("show", queued.toString(), "--json").out());
    assertEquals(OutboxFolders.json(arguments), shown.path("arguments"));
    assertEquals("kora.turn", shown.path("subject").asText());
    assertEquals("queued", shown.path("state").asText());
    for (UUID key : List.of(queued, parked)) {
      String text = outbox.run("show", key.toString().toUpperCase(Locale.ROOT)).out();
      assertTrue(text.lines().anyMatch(l -> l.startsWith("arguments      ")), text);
      assertFalse(text.matches("(?s).*[\\p{Cf}\\u2028\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f].*"), text);
      assertFalse(text.contains("s3cret"), text);
    }
    String text = outbox.run("show", parked.toString()).out();
    assertTrue(text.contains("no JSON \\u001b]0;x\\u0007\\u000a"), text);
    assertTrue(text.contains("last error"), text);
  }

  @Test
  void aGapAndDamageAreListedAndShown() throws Exception {
    try (Host host = new Host(folder, true)) {
      for (int i = 0; i < 10; i++) {
        host.offer(Host.GOOD);
      }
    }
    flipAByte();
    try (Host host = new Host(folder, true)) {
      assertTrue(host.outbox.counters().queued() < 10);
      assertEquals(1, outbox.status().path("damaged").asInt());
      assertEquals(1, outbox.status().path("gaps").asInt());
      JsonNode gap = outbox.list().get(outbox.list().size() - 1);
      assertEquals("gap", gap.path("state").asText());
      assertTrue(gap.path("workspace").isNull());
      Ran shown = outbox.run("show", gap.path("key").asText());
      assertTrue(shown.out().contains("bytes of a journal are damaged"), shown.err());
    }
  }

  private void flipAByte() throws IOException {
    Path segment;
    try (Stream<Path> all = Files.list(outbox.journal().resolve("segments"))) {
      segment = all.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
  }

  @Test
  void aTornEndAndAnUnreadableLetterDoNotStandInTheWay() throws Exception {
    try (Host host = new Host(folder, true)) {
      host.offer(Host.GOOD);
    }
    try (Stream<Path> all = Files.list(outbox.journal().resolve("segments"))) {
      Path last = all.sorted().reduce((a, b) -> b).orElseThrow();
      Files.write(last, new byte[] {0, 0, 0, 99, 1, 2}, StandardOpenOption.APPEND);
    }
    Files.createDirectories(outbox.journal().resolve("parked"));
    Path letter = outbox.journal().resolve("parked").resolve(OutboxKeys.next() + ".json");
    Files.writeString(letter, "{nonsense");
    assertEquals(2, outbox.list().size());
    assertTrue(outbox.list().get(1).path("last_error").asText().startsWith("cannot be read"));
    assertEquals(1, outbox.status().path("parked").asInt());
    String key = outbox.list().get(1).path("key").asText();
    assertFails(outbox.run("drop", key), 1, "the dead letter " + key);
  }

  @Test
  void mistakesAreToldInOneLine() throws Exception {
    UUID unknown = OutboxKeys.next();
    assertFails(outbox.run("status"), 1, "--dir: " + folder + " is not an outbox");
    new Host(folder).close();
    assertFails(outbox.run("show", unknown.toString()), 1, "nothing of the key " + unknown);
    assertFails(outbox.run("replay", unknown.toString()), 1, "no dead letter has the key");
    assertFails(outbox.run("drop", unknown.toString()), 1, "no dead letter has the key");
    Path none = folder.resolve("none");
    assertFails(new OutboxFolders(none).run("list"), 1, "--dir: there is no " + none);
    assertFalse(Files.exists(none));
    Path inside = outbox.journal();
    assertFails(new OutboxFolders(inside).run("list"), 1, "--dir: " + inside + " is inside");
    assertEquals("(nothing waits)", outbox.run("list").out().strip());
    assertEquals("", outbox.run("list", "--json").out());
    assertEquals(2, Ran.of(Map.of(), "outbox", "list").status());
    assertEquals(2, Ran.of(Map.of(), "outbox").status());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatMayNotBeReadIsToldInOneLine() throws Exception {
    new Host(folder).close();
    Path target = outbox.journal().getParent();
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(target);
    Files.setPosixFilePermissions(target, Set.of());
    try {
      assumeFalse(Files.isReadable(target), "root reads everything");
      assertFails(outbox.run("list"), 1, "no permission for " + target);
      assertFails(outbox.run("status"), 1, "no permission for " + target);
    } finally {
      Files.setPosixFilePermissions(target, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "1-1-1-1-1", "../../../etc/passwd", "\u001b[2J"})
  void aKeyThatIsNoneIsWrongUsage(String key) {
    for (String command : List.of("show", "replay", "drop")) {
      Ran ran = outbox.run(command, key);
      assertFails(ran, 2, "KEY: is no UUID");
      assertFalse(ran.err().contains("\u001b"), ran.err());
    }
  }

  private static void assertFails(Ran ran, int status, String reason) {
    assertEquals(status, ran.status(), ran.err());
    assertEquals("", ran.out());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("isokron-memory: " + reason), ran.err());
  }
}
