package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Sea that takes no more writes for a while. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class RateRefusalsTest {
  private static final int ALLOWED = 2;
  private static final int MORE = 6;

  @TempDir Path data;

  private static void write(MemorySession session, int number) {
    session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "number " + number));
  }

  private static void allow(SeaWorkspace workspace, int perMinute) throws Exception {
    workspace.sql(
        "UPDATE public.kora_policy_registry SET policy_value = '"
            + perMinute
            + "' WHERE workspace_id = %s"
            + " AND policy_path = 'policy.actor_scratchpad_writes_per_minute'");
  }

  /** How often the host was told that Sea takes no more for now. */
  private static long refusals(TestHost host) {
    return host.deliveries().stream()
        .filter(d -> d.state() == Delivery.State.RETRYING)
        .filter(d -> String.valueOf(d.reason()).contains("rate_limited"))
        .count();
  }

  @Test
  void whatIsRefusedForItsRateWaitsAsLongAsSeaAsksAndArrivesOnceAndInOrder() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    allow(workspace, ALLOWED);
    TestHost host = new TestHost(data);
    try (OpenWorkspace open =
        OpenWorkspace.open(workspace, host, Map.of("tool_timeout_seconds", "3"))) {
      List<String> expected = new ArrayList<>();
      for (int i = 1; i <= ALLOWED; i++) {
        write(open.session(), i);
        expected.add("[memory.add → user] number " + i);
      }
      open.delivered();
      // Sea asks for what is left of the minute: seconds, as the first ones are older now.
      workspace.sql(
          "UPDATE kronicle.agent_scratchpad_entries SET created_at = created_at"
              + " - interval '45 seconds' WHERE workspace_id = %s");
      for (int i = ALLOWED + 1; i <= ALLOWED + MORE; i++) {
        write(open.session(), i);
        expected.add("[memory.add → user] number " + i);
      }
      OpenWorkspace.until(() -> refusals(host) > 0);

      // A model that writes meanwhile is not told that it failed.
      JsonNode pending =
          open.call(
              "iso_node_create",
              "{'node_kind':'Gotcha','title':'Late','content_summary':'Of the kiwi.'}");
      assertEquals(List.of("ok", "pending", "key"), OpenWorkspace.fields(pending));
      expected.add("iso_node v0.1\nnode_kind: Gotcha\ntitle: Late\n---\nOf the kiwi.");
      allow(workspace, 1_000_000);
      open.delivered();

      assertEquals(
          expected,
          workspace.texts(
              "SELECT content_inline FROM kronicle.agent_scratchpad_entries"
                  + " WHERE workspace_id = %s ORDER BY actor_seq"));
      assertEquals(1, refusals(host), "nothing went out before the time that Sea asked for");
      assertEquals(ALLOWED + MORE + 1, host.delivered().size());
      TestHost.awaitUp(open.provider());
    }
    assertTrue(SharedSea.server().verify(workspace.id()).intact());
  }
}
