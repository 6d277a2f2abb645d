package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.provider.SharedSea;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies and the constitution, as a reader sees them. */
@ExtendWith(SharedSea.class)
class PolicyReadsTest {
  private SeaWorkspace workspace;
  private Substrate substrate;
  private PolicyReads reads;

  @BeforeEach
  void open() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
    substrate = Substrates.open(workspace.readerDsn(), Duration.ofSeconds(60));
    reads = new PolicyReads(substrate);
  }

  @AfterEach
  void close() {
    substrate.close();
  }

  private List<String> drift(LogLines log) {
    return log.startingWith("[kora.isokron] row count drift");
  }

  @Test
  void anotherNumberOfRowsIsOneWarningEachTimeItChanges() throws Exception {
    try (LogLines log = new LogLines()) {
      assertEquals(31, reads.all(workspace.id()).values().size());
      assertEquals(List.of(), drift(log));
      workspace.sql(
          "DELETE FROM public.kora_policy_registry WHERE workspace_id = %s"
              + " AND policy_path = 'policy.kora_disabled'");
      reads.all(workspace.id());
      reads.all(workspace.id());
      String line =
          "WARN [kora.isokron] row count drift in the policies of the workspace "
              + workspace.id()
              + ": expected 31, got ";
      assertEquals(List.of(line + 30), drift(log));
      workspace.sql(
          "INSERT INTO public.kora_policy_registry SELECT %s, 'policy.more_' || i, 'true'"
              + " FROM generate_series(1, 2) i");
      reads.all(workspace.id());
      assertEquals(List.of(line + 30, line + 32), drift(log));
    }
  }

  @Test
  void valuesAreAsTheyWereWrittenAndOnesThatCannotBeReadSaySo() throws Exception {
    workspace.sql(
        "UPDATE public.kora_policy_registry SET policy_value = '5.00'"
            + " WHERE workspace_id = %s AND policy_path = 'policy.kora_disabled'",
        "INSERT INTO public.kora_policy_registry VALUES (%s, 'policy.deep',"
            + " (repeat('[', 100) || repeat(']', 100))::jsonb)",
        "INSERT INTO public.kora_policy_registry VALUES (%s, 'policy.long',"
            + " to_jsonb(repeat('x', 70000)))");
    Policies policies = reads.all(workspace.id());
    assertEquals(
        Map.of(
            "policy.kora_disabled", DecimalNode.valueOf(new BigDecimal("5.00")),
            "policy.deep", TextNode.valueOf("<not readable>"),
            "policy.long", TextNode.valueOf("<too long to be shown>")),
        policies.values().entrySet().stream()
            .filter(policy -> policy.getKey().matches("policy.(kora_disabled|deep|long)"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Test
  void theConstitutionInForceIsTheRevisionWithTheHighestNumber() throws Exception {
    workspace.sql(
        "INSERT INTO kronicle.workspace_constitution_revisions"
            + " (workspace_id, revision_number, rules_hash) VALUES (%s, 7, sha256('x'))");
    Constitution active = new ConstitutionReads(substrate).active(workspace.id()).orElseThrow();
    assertEquals(7, active.number());
    assertEquals(
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", active.rulesHash());
    assertTrue(new ConstitutionReads(substrate).active("org_elsewhere").isEmpty());
  }
}
