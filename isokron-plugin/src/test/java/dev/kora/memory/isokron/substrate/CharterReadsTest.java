package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.CharterException.Reason;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The charter is the agent's identity: only a whole one is read. */
@ExtendWith(SharedSea.class)
class CharterReadsTest {
  private SeaWorkspace workspace;
  private Substrate substrate;
  private CharterReads reads;

  @BeforeEach
  void open() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
    substrate = Substrates.open(workspace.readerDsn(), Duration.ofSeconds(60));
    reads = new CharterReads(substrate);
  }

  @AfterEach
  void close() {
    substrate.close();
  }

  private Reason refused() {
    CharterException e = assertThrows(CharterException.class, () -> reads.active(workspace.id()));
    assertTrue(String.valueOf(e.getMessage()).contains(workspace.id()), e::toString);
    return e.reason();
  }

  @Test
  void theSeededCharterIsReadWithItsSections() throws Exception {
    Charter charter = reads.active(workspace.id());
    assertEquals("1.0", charter.version());
    assertEquals(1, charter.schemaVersion());
    assertTrue(charter.identity().startsWith("You are Kora,"), charter::identity);
    assertEquals(5, charter.can().size());
    assertEquals("Change this charter.", charter.cannot().get(4));
    assertEquals(List.of(), charter.notInText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DRIFT   | content_md = concat(content_md, ' And more.')",
        "DRIFT   | content_hash = NULL",
        "DRIFT   | content_hash = ''",
        "SIZE    | content_jsonb = jsonb_set(content_jsonb, '{x}', to_jsonb(repeat('y', 262144)))",
        "MISSING | superseded_at = now()",
        "SHAPE   | content_jsonb = content_jsonb - 'charter_version'",
        "SHAPE   | content_jsonb = content_jsonb - 'sections'",
        "SHAPE   | content_jsonb = jsonb_set(content_jsonb, '{sections,identity}', '\" \"')",
        "SHAPE   | content_jsonb = jsonb_set(content_jsonb, '{sections,authority_can_do}', '\"x\"')",
        "SHAPE   | content_jsonb = jsonb_set(content_jsonb, '{sections,authority_cannot_do,0}', '1')"
      })
  void aCharterThatIsNotWholeIsRefused(Reason reason, String change) throws Exception {
    workspace.sql("UPDATE public.kora_role_charter SET " + change + " WHERE workspace_id = %s");
    assertEquals(reason, refused());
  }

  @Test
  void aHashInCapitalsIsTheSameHash() throws Exception {
    workspace.sql(
        "UPDATE public.kora_role_charter SET content_hash = upper(content_hash)"
            + " WHERE workspace_id = %s");
    assertEquals("1.0", reads.active(workspace.id()).version());
  }

  @Test
  void ofTwoActiveChartersNoneIsTaken() throws Exception {
    // Sea's own index forbids it; another substrate may not have one.
    workspace.sql("DROP INDEX public.kora_role_charter_active");
    try {
      workspace.sql(
          "INSERT INTO public.kora_role_charter (workspace_id, schema_version, content_md,"
              + " content_jsonb, content_hash) SELECT workspace_id, schema_version, content_md,"
              + " content_jsonb, content_hash FROM public.kora_role_charter"
              + " WHERE workspace_id = %s");
      assertEquals(Reason.SEVERAL, refused());
    } finally {
      workspace.sql(
          "UPDATE public.kora_role_charter SET superseded_at = now() WHERE workspace_id = %s",
          "CREATE UNIQUE INDEX kora_role_charter_active ON public.kora_role_charter"
              + " (workspace_id) WHERE superseded_at IS NULL");
    }
  }

  @Test
  void aLoginOfAnotherWorkspaceFindsNone() {
    CharterException e = assertThrows(CharterException.class, () -> reads.active("org_elsewhere"));
    assertEquals(Reason.MISSING, e.reason());
  }

  @Test
  void aSectionThatTheHashedTextDoesNotHaveIsOneWarning() throws Exception {
    workspace.sql(
        "UPDATE public.kora_role_charter SET content_jsonb = jsonb_set(content_jsonb,"
            + " '{sections,authority_can_do,0}', '\"Do as you please.\"') WHERE workspace_id = %s");
    try (LogLines log = new LogLines()) {
      assertEquals(List.of("authority_can_do"), reads.active(workspace.id()).notInText());
      reads.active(workspace.id());
      assertEquals(1, log.count(Level.WARN, "authority_can_do"));
    }
  }
}
