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
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeWritesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final UUID ENTRY = UUID.fromString("0190a000-0000-7000-8000-000000000001");

  private final McpClient client =
      McpClient.connect(
          new HttpEndpoint(URI.create("http://127.0.0.1:1/")),
          null,
          McpProtocol.AUTO,
          PATIENCE,
          "test");
  private final PendingNodes pending = new PendingNodes();
  private final List<OutboxRecord> offered = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    client.close();
  }

  private NodeCreateTool tool(Function<OutboxRecord, Offer> takes) {
    Outbox outbox =
        (Outbox)
            Proxy.newProxyInstance(
                Outbox.class.getClassLoader(),
                new Class<?>[] {Outbox.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("offerAwaited")) {
                    return true;
                  }
                  OutboxRecord message = (OutboxRecord) arguments[0];
                  offered.add(message);
                  return takes.apply(message);
                });
    AwaitedWrites awaited = new AwaitedWrites(outbox, client.catalog());
    return new NodeCreateTool(
        new NodeWrites(
            new ScratchpadWriter(outbox, "target", Clock.systemUTC()), awaited, pending));
  }

  private static Offer delivered(OutboxRecord message) {
    return new Offer.Accepted(
        message.key(),
        Durability.PERSISTED,
        CompletableFuture.completedFuture(new Offer.Fate.Delivered(ENTRY.toString())));
  }

  private static ObjectNode create(NodeCreateTool tool) {
    ToolSpec.Checked checked =
        tool.spec().check("{\"node_kind\":\"Tool\",\"title\":\"t\",\"content_summary\":\"c\"}");
    return tool.run("w", (ToolSpec.Checked.Fitting) checked, Deadline.in(PATIENCE));
  }

  @Test
  void theKeyOfANodeThatIsDeliveredInTimeLeadsToItsEntry() {
    ObjectNode answer = create(tool(NodeWritesTest::delivered));
    assertEquals(ENTRY.toString(), answer.path("entry_id").asText(), answer::toString);
    assertEquals(ENTRY, pending.entry("w", offered.get(0).key()));
  }

  @Test
  void oneThatIsDeliveredInTimeCanBeWrittenAgain() {
    NodeCreateTool tool = tool(NodeWritesTest::delivered);
    create(tool);
    create(tool);
    assertEquals(2, offered.size());
  }

  @Test
  void twoThatAreTheSameAtOnceAreOneNode() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    NodeCreateTool tool =
        tool(
            message -> {
              if (offered.size() == 1) {
                first.countDown();
                awaitQuietly(go);
              }
              return delivered(message);
            });
    CompletableFuture<ObjectNode> one = CompletableFuture.supplyAsync(() -> create(tool));
    first.await();
    ObjectNode two = create(tool);
    go.countDown();
    assertEquals(ENTRY.toString(), one.join().path("entry_id").asText());
    assertEquals(1, offered.size());
    assertEquals(offered.get(0).key().toString(), two.path("key").asText(), two::toString);
  }

  @Test
  void oneThatIsRefusedIsNotKeptAndCanBeTriedAgain() {
    NodeCreateTool tool = tool(message -> new Offer.Refused("no room"));
    for (int i = 0; i < 2; i++) {
      ObjectNode answer = create(tool);
      assertEquals("no room", answer.path("error").asText(), answer::toString);
    }
    assertEquals(2, offered.size());
    assertTrue(pending.waiting("w").isEmpty());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
