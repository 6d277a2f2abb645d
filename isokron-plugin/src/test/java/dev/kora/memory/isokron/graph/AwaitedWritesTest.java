package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.outbox.Durability;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Outbox;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AwaitedWritesTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  @Timeout(60)
  void anOutboxThatNeverSaysWhatBecameOfANodeIsNotWaitedForForEver() {
    Outbox closing =
        (Outbox)
            Proxy.newProxyInstance(
                Outbox.class.getClassLoader(),
                new Class<?>[] {Outbox.class},
                (proxy, method, arguments) ->
                    method.getName().equals("keep") ? (Object) false : accepted());
    HttpEndpoint nobody = new HttpEndpoint(URI.create("http://127.0.0.1:1/"));
    try (McpClient client = McpClient.connect(nobody, null, McpProtocol.AUTO, SHORT, "test")) {
      AwaitedWrites awaited = new AwaitedWrites(closing, client.catalog(), SHORT);
      NodeWrites writes =
          new NodeWrites(
              new ScratchpadWriter(closing, "target", Clock.systemUTC()),
              awaited,
              new PendingNodes());
      PendingNodes.Draft draft =
          new PendingNodes.Draft(
              new StoredText.Node("Gotcha", "title", "body"), "kind", "private", null);
      ObjectNode answer =
          writes.write(
              "w",
              draft,
              SeaWrite.ENTRY,
              "test",
              null,
              NodeWrites.Watcher.NONE,
              Deadline.in(SHORT));
      assertEquals(false, answer.path("ok").asBoolean(true));
      assertTrue(answer.path("message").asText().contains("may have been kept"), answer::toString);
    }
  }

  private static Offer accepted() {
    return new Offer.Accepted(UUID.randomUUID(), Durability.PERSISTED, new CompletableFuture<>());
  }
}
