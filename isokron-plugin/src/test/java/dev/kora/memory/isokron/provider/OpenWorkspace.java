package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The plugin on a workspace of the shared Sea that is a test's own, and a session there. */
final class OpenWorkspace implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final MemoryProvider provider;
  private final MemorySession session;

  private OpenWorkspace(MemoryProvider provider, MemorySession session) {
    this.provider = provider;
    this.session = session;
  }

  /** Opens it; a tool that writes is given a minute unless {@code more} says otherwise. */
  static OpenWorkspace open(SeaWorkspace workspace, HostContext host, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isokron_dsn", workspace.readerDsn());
    values.putIfAbsent("mcp_service_token", workspace.token());
    values.putIfAbsent("tool_timeout_seconds", "60");
    MemoryProvider provider = EndToEndTest.open(SharedSea.server(), host, values);
    return new OpenWorkspace(
        provider, provider.openSession(SessionContext.primary("s", "test", workspace.id())));
  }

  MemoryProvider provider() {
    return provider;
  }

  MemorySession session() {
    return session;
  }

  /** The answer of a tool to the letter; the arguments may be quoted by apostrophes. */
  String answer(String tool, String arguments) {
    return session.handleToolCall(tool, arguments.replace('\'', '"'));
  }

  /** As above, parsed. */
  JsonNode call(String tool, String arguments) {
    String answer = answer(tool, arguments);
    return assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(answer), answer).node();
  }

  /** Writes a node that others may read, too, and returns its id. */
  String node(String title, String text) {
    JsonNode created =
        call(
            "iso_node_create",
            "{'node_kind':'Gotcha','title':'%s','content_summary':'%s',".formatted(title, text)
                + "'cross_agent_dereferenceable':true}");
    assertTrue(created.has("entry_id"), created::toString);
    return created.path("entry_id").asText();
  }

  /** The node as a tool shows it. */
  JsonNode read(String id) {
    JsonNode answer = call("iso_node_read", "{'entry_id':'" + id + "'}");
    assertTrue(answer.path("ok").asBoolean(), answer::toString);
    return answer.path("node");
  }

  /** Waits until all is in the substrate. */
  void delivered() {
    assertTrue(session.flush(LONG).complete());
  }

  /** The names of an object's fields, in order. */
  static List<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Waits for what another thread brings about. */
  static void until(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it takes too long");
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    session.close();
    provider.close();
  }
}
