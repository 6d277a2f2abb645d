package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.mcp.client.McpClient;
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

class NodeWritesTest {
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
      NodeWrites writes =
          new NodeWrites(
              new ScratchpadWriter(closing, "target", Clock.systemUTC()),
              client.catalog(),
              SHORT,
              SHORT);
      StoredText.Node node = new StoredText.Node("fact", "title", "body");
      ObjectNode answer = writes.write("w", node, "kind", "private", "test", null, fate -> {});
      assertEquals(false, answer.path("ok").asBoolean(true));
      assertTrue(answer.path("message").asText().contains("may have been kept"), answer::toString);
    }
  }

  private static Offer accepted() {
    return new Offer.Accepted(UUID.randomUUID(), Durability.PERSISTED, new CompletableFuture<>());
  }
}
