package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CapabilitiesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TOOL = "kora__read_kora_capability_row";

  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private volatile String tools = "{\"name\":\"" + TOOL + "\"}";
  private volatile String answer = matrix("{\"cap_a\":true,\"cap_b\":false}");
  private FaultServer server;
  private McpClient client;
  private LogLines log;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    server.behaviour =
        (exchange, method, id) -> {
          if (method.equals("tools/list")) {
            FaultServer.json(exchange, 200, FaultServer.result(id, "{\"tools\":[" + tools + "]}"));
          } else {
            calls.incrementAndGet();
            FaultServer.json(exchange, 200, FaultServer.result(id, answer));
          }
        };
    client = server.client(Duration.ofSeconds(20));
    log = new LogLines();
  }

  @AfterEach
  void stop() {
    background.shutdownNow();
    client.close();
    server.close();
    log.close();
  }

  private static String matrix(String matrix) {
    return "{\"structuredContent\":{\"capability_matrix\":" + matrix + "},\"content\":[]}";
  }

  /** Fetches on the caller's thread. */
  private Capabilities capabilities(Duration ttl) {
    return new Capabilities(client, new Deferrals(), Runnable::run, LONG, ttl);
  }

  private Capabilities inTheBackground() {
    return new Capabilities(client, new Deferrals(), background, LONG, LONG);
  }

  /** Lets a fetch that has to come end. */
  private static void fetchAgain(Capabilities capabilities) {
    capabilities.forget();
    capabilities.warm();
    capabilities.await(LONG);
  }

  @Test
  void theBuiltInTableHasFortyNineAndGrantsTwentyTwo() {
    assertEquals(49, BuiltInCapabilities.MATRIX.all().size());
    assertEquals(22, BuiltInCapabilities.MATRIX.granted().size());
    SomeTools.SPECS.forEach(
        spec -> assertTrue(BuiltInCapabilities.MATRIX.isGranted(spec.capability()), spec.name()));
    assertFalse(BuiltInCapabilities.MATRIX.isGranted("cap_unheard_of"));
  }

  @Test
  void aFetchedMatrixReplacesTheTableWholeAndTheFirstCallWaitsForIt() {
    Capabilities capabilities = inTheBackground();
    assertEquals(BuiltInCapabilities.MATRIX, capabilities.current());
    capabilities.warm();
    CapabilityMatrix fetched = capabilities.await(LONG);
    assertEquals(new TreeMap<>(Map.of("cap_a", true, "cap_b", false)), fetched.all());
    assertFalse(fetched.isGranted("cap_write_agent_scratchpad"));
    capabilities.warm();
    assertEquals(1, calls.get());
  }

  @Test
  void oneFetchIsUnderWayAtATimeAndAForgottenOneIsNotTaken() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FaultServer.Behaviour healthy = server.behaviour;
    server.behaviour =
        (exchange, method, id) -> {
          asked.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          healthy.answer(exchange, method, id);
        };
    Capabilities capabilities = inTheBackground();
    capabilities.warm();
    capabilities.warm();
    asked.await();
    assertEquals(BuiltInCapabilities.MATRIX, capabilities.await(Duration.ofMillis(1)));
    capabilities.forget();
    assertEquals(BuiltInCapabilities.MATRIX, capabilities.await(LONG));
    go.countDown();
    capabilities.warm();
    assertTrue(capabilities.await(LONG).isGranted("cap_a"));
  }

  @Test
  void aStubOrAnotherShapeLeavesTheLastGoodMatrixAndIsSaidOnce() {
    Capabilities capabilities = capabilities(Duration.ZERO);
    capabilities.warm();
    CapabilityMatrix good = capabilities.await(LONG);
    assertEquals(1, log.count(Level.INFO, "[kora.capability_matrix] 1 of 2 granted"));
    answer = matrix("{\"cap_a\":\"yes\"}");
    long start = System.nanoTime();
    capabilities.warm();
    assertEquals(good, capabilities.current());
    capabilities.warm(); // for two seconds after a failure the server is left alone
    boolean held = System.nanoTime() - start >= Duration.ofSeconds(2).toNanos();
    assertTrue(calls.get() == 2 || held, calls::toString);
    assertEquals(
        1,
        log.count(Level.WARN, "[kora.capability_matrix.fallback] " + TOOL + " answered a string"));
    assertEquals(1, log.count(Level.WARN, "the last good matrix stays in force"));
  }

  @Test
  void aServerThatFailsLeavesTheBuiltInTableAndNobodyWaitsAgain() {
    answer = "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"not implemented\"}]}";
    Capabilities capabilities = capabilities(LONG);
    fetchAgain(capabilities);
    assertEquals(BuiltInCapabilities.MATRIX, capabilities.current());
    assertTrue(capabilities.trouble().orElseThrow().contains("not implemented"));
    assertEquals(1, log.count(Level.WARN, "the built-in table stays in force"));
    answer = matrix("{\"cap_a\":true}");
    fetchAgain(capabilities);
    assertTrue(capabilities.current().isGranted("cap_a"));
    assertTrue(capabilities.trouble().isEmpty());
  }

  @Test
  void whatWasDeniedStaysDeniedAfterForgettingWhileTheServerIsDown() {
    String granted = BuiltInCapabilities.MATRIX.granted().get(0);
    answer = matrix("{\"" + granted + "\":false}");
    Capabilities capabilities = capabilities(LONG);
    capabilities.warm();
    assertFalse(capabilities.current().isGranted(granted));
    answer = "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"down\"}]}";
    capabilities.forget();
    assertFalse(capabilities.current().isGranted(granted));
    fetchAgain(capabilities);
    assertEquals(2, calls.get());
    assertTrue(capabilities.trouble().orElseThrow().contains("down"));
    assertFalse(capabilities.current().isGranted(granted));
    answer = matrix("{\"" + granted + "\":true}");
    fetchAgain(capabilities);
    assertTrue(capabilities.current().isGranted(granted));
  }

  @Test
  void aThreadThatCannotBeStartedEndsTheFetchAndComesOutOfNoHook() {
    AtomicBoolean full = new AtomicBoolean(true);
    Capabilities capabilities =
        new Capabilities(
            client,
            new Deferrals(),
            task -> {
              if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            LONG,
            LONG);
    capabilities.warm();
    assertTrue(capabilities.trouble().isPresent());
    full.set(false);
    fetchAgain(capabilities);
    assertTrue(capabilities.current().isGranted("cap_a"));
  }

  @Test
  void aServerWithoutTheToolIsADeferralUntilItHasIt() {
    tools = "{\"name\":\"other\"}";
    Capabilities capabilities = capabilities(LONG);
    fetchAgain(capabilities);
    fetchAgain(capabilities);
    assertEquals(0, calls.get());
    assertEquals(
        1,
        log.count(
            Level.WARN,
            "[kora.isokron] D-kr2-st2-capability-matrix-mirror: the server has no tool"));
    tools = "{\"name\":\"" + TOOL + "\"}";
    fetchAgain(capabilities);
    assertTrue(capabilities.current().isGranted("cap_a"));
  }

  @Test
  void eachToolIsDeniedByItsCapabilityAtTheVeryFirstCall() {
    for (ToolSpec spec : SomeTools.SPECS) {
      ObjectNode all = StrictJson.object();
      BuiltInCapabilities.MATRIX.all().forEach(all::put);
      answer = matrix(StrictJson.write(all.put(spec.capability(), false)));
      String call = StrictJson.write(SomeCalls.fitting(spec, new SplittableRandom(1)));
      String given = SomeTools.with(inTheBackground()).call("w", true, spec.name(), call);
      assertTrue(
          given.startsWith(
              "{\"ok\":false,\"denied\":true,\"capability\":\""
                  + spec.capability()
                  + "\",\"reason\":\""),
          given);
    }
  }
}
