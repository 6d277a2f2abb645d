package dev.kora.memory.sea.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.store.Connections;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceSeedTest {
  private static final String RATE = "policy.actor_scratchpad_writes_per_minute";

  private final TestSea sea = TestSea.shared();

  @Test
  void aNewWorkspaceHasItsCharterWithTheHashOfItsText() throws Exception {
    String id = sea.newWorkspace().id();
    String charter = " FROM public.kora_role_charter WHERE superseded_at IS NULL AND " + of(id);

    assertEquals(
        "1|1|t|1.0",
        sea.query(
            "SELECT concat_ws('|', count(*) OVER (), schema_version,"
                + " content_hash = encode(sha256(convert_to(content_md, 'UTF8')), 'hex'),"
                + " content_jsonb->>'charter_version')"
                + charter));
    assertEquals(
        "audit_attribution,authority_can_do,authority_cannot_do,charter_modification,"
            + "effective_date_clause,escalation_triggers,identity,override_preconditions,"
            + "per_session_discipline",
        sea.query(
            "SELECT string_agg(key, ',' ORDER BY key COLLATE \"C\") FROM"
                + " (SELECT jsonb_object_keys(content_jsonb->'sections') AS key"
                + charter
                + ") keys"));
  }

  @Test
  void theCharterSaysTheSameInItsTextAndInItsSections() throws Exception {
    String text = Resource.text("charter.md");
    new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(Resource.text("charter.json"))
        .get("sections")
        .forEach(
            section -> {
              if (section.isTextual()) {
                assertTrue(text.contains(section.textValue()), section::toString);
              }
              section.forEach(
                  item -> assertTrue(text.contains("- " + item.textValue()), item::toString));
            });
  }

  @Test
  void aNewWorkspaceHasThe31PoliciesItsActorsAndAConstitution() throws Exception {
    String id = sea.newWorkspace(Map.of()).id();

    assertEquals(
        "31", sea.query("SELECT count(*) FROM public.kora_policy_registry WHERE " + of(id)));
    assertEquals("30", policy(id, RATE));
    assertEquals("0.80", policy(id, "policy.kora_recommendation_confidence_threshold_push"));
    assertEquals("\"elevenlabs\"", policy(id, "policy.kora_voice_provider"));
    assertEquals("9", sea.query("SELECT count(*) FROM public.actor_registry WHERE " + of(id)));
    assertEquals(
        "1|32",
        sea.query(
            "SELECT concat_ws('|', revision_number, octet_length(rules_hash))"
                + " FROM kronicle.workspace_constitution_revisions WHERE "
                + of(id)));
  }

  @Test
  void policiesAreSetAtCreationAndNeverLater() throws Exception {
    String id = sea.newWorkspace(Map.of(RATE, "6000", "policy.kora_disabled", "true")).id();
    assertEquals("6000", policy(id, RATE));
    assertEquals("true", policy(id, "policy.kora_disabled"));

    try (Connection connection = Connections.open(sea.admin())) {
      new WorkspaceSeed(connection, id).ensureWorkspace(Map.of(RATE, "7"));
    }
    assertEquals("6000", policy(id, RATE));
  }

  @Test
  void whatWasRemovedOfAWorkspaceIsNotMadeAgain() throws Exception {
    String id = sea.newWorkspace().id();
    sea.tamper("DELETE FROM public.kora_role_charter WHERE " + of(id));

    try (Connection connection = Connections.open(sea.admin())) {
      new WorkspaceSeed(connection, id).ensureWorkspace();
    }
    assertEquals("0", sea.query("SELECT count(*) FROM public.kora_role_charter WHERE " + of(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "policy.unknown, 1, there is no policy",
    "policy.actor_scratchpad_writes_per_minute, many, not JSON",
    "policy.actor_scratchpad_writes_per_minute, 1 2, not JSON",
    "policy.actor_scratchpad_writes_per_minute, '', must be a number",
    "policy.actor_scratchpad_writes_per_minute, true, must be a number"
  })
  void aPolicyThatCannotBeMeantIsRefusedByName(String path, String value, String why) {
    SeaException e =
        assertThrows(
            SeaException.class, () -> SeaOptions.builder().policies(Map.of(path, value)).build());

    assertTrue(String.valueOf(e.getMessage()).contains(path), e::toString);
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
  }

  private String policy(String id, String path) throws Exception {
    return sea.query(
        "SELECT policy_value FROM public.kora_policy_registry WHERE %s AND policy_path = '%s'"
            .formatted(of(id), path));
  }

  private static String of(String id) {
    return "workspace_id = '" + id + "'";
  }
}
