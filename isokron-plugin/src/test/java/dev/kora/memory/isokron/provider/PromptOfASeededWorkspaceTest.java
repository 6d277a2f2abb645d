package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a model is told at the very beginning of a workspace, to the letter of an approved text. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class PromptOfASeededWorkspaceTest {
  private static final String WRITING =
      "  - iso_node_create\n|  - iso_node_supersede\n|  - iso_link_create\n";

  @TempDir Path data;

  private static String approved() throws Exception {
    try (InputStream text =
        Objects.requireNonNull(
            PromptOfASeededWorkspaceTest.class.getResourceAsStream(
                "prompt-of-a-seeded-workspace.txt"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }

  @Test
  void theBlockOfANewWorkspaceIsTheApprovedTextAndASilentAgentsLacksTheToolsThatWrite()
      throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of());
        MemorySession cron =
            open.provider()
                .openSession(
                    new SessionContext(
                        "c",
                        "test",
                        SessionContext.AgentContext.CRON,
                        workspace.id(),
                        null,
                        null))) {
      assertEquals(approved(), open.session().systemPromptBlock());
      assertEquals(approved().replaceAll(WRITING, ""), cron.systemPromptBlock());
    }
  }
}
