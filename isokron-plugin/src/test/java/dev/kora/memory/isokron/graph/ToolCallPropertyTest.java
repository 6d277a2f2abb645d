package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.provider.IsokronPlugin;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.provider.TestHost;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whatever a model calls, it gets an envelope; what it writes comes back. On a real server. */
@SuppressWarnings("NullAway.Init") // set before the first try
class ToolCallPropertyTest {
  private static final List<String> FOREIGN =
      List.of("kora__append_event", "kora__write_agent_scratchpad", "", "iso_node_Create", "\0");

  private static SeaServer sea;
  private static SeaWorkspace workspace;
  private static Path data;
  private static MemoryProvider provider;
  private static MemorySession session;

  /** What was written when it was last looked at; null where it may have become more since. */
  private static @Nullable String written;

  @BeforeContainer
  static void start() throws Exception {
    sea = SeaServer.start(SharedSea.options().build());
    workspace = SeaWorkspace.of(sea);
    data = Files.createTempDirectory("tool-calls");
    Map<String, String> values =
        Map.of(
            "isokron_dsn", sea.credentials().readerDsn(),
            "mcp_endpoint", sea.mcpEndpoint().toString(),
            "mcp_service_token", sea.credentials().token());
    provider = new IsokronPlugin().open(ProviderConfig.of(values), new TestHost(data));
    session = provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()));
  }

  @AfterContainer
  static void stop() throws IOException {
    session.close();
    provider.close();
    sea.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<ToolSpec> specs() {
    return Arbitraries.of(SomeTools.SPECS);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, specs().map(ToolSpec::name)),
        Tuple.of(1, Arbitraries.of(FOREIGN)),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(50)));
  }

  /** Calls; what is not answered with success has changed nothing. */
  private static JsonNode call(String name, String arguments) throws SQLException {
    String before = written == null ? workspace.written() : written;
    String answer = session.handleToolCall(name, arguments);
    JsonNode envelope =
        assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(answer), answer).node();
    assertTrue(envelope.isObject() && answer.startsWith("{\"ok\":"), answer);
    assertTrue(envelope.path("ok").isBoolean(), answer);
    assertFalse(envelope.path("error").asText().startsWith("unexpected"), answer);
    if (envelope.path("ok").asBoolean()) {
      written = null;
      assertTrue(session.flush(Duration.ofSeconds(60)).complete());
    } else {
      written = before;
      assertEquals(before, workspace.written(), () -> name + " " + arguments + " " + answer);
    }
    return envelope;
  }

  @Property(tries = 200)
  void anyNameAndTextIsAnsweredWithAnError(@ForAll("names") String name, @ForAll String text)
      throws SQLException {
    assertFalse(call(name, text).path("ok").asBoolean());
  }

  // Enough for each of the mutations to be drawn, but for once in a million runs.
  @Property(tries = 600)
  void aCallThatDoesNotFitIsAnErrorAndOneThatDoesIsAnswered(
      @ForAll("specs") ToolSpec spec, @ForAll ArgumentMutation mutation, @ForAll long seed)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    ObjectNode valid = SomeCalls.fitting(spec, random);
    Argument argument = spec.arguments().get(random.nextInt(spec.arguments().size()));
    String text = StrictJson.write(mutation.apply(valid, argument, random));

    JsonNode answer = call(spec.name(), text);

    boolean fits = spec.check(text) instanceof ToolSpec.Checked.Fitting;
    if (!fits) {
      assertFalse(answer.path("ok").asBoolean(), answer::toString);
      assertTrue(answer.has("error"), answer::toString);
    }
    assertFalse(answer.has("substrate_error"), () -> text + " " + answer);
    Statistics.label("fits")
        .collect(fits, answer.path("ok").asBoolean())
        .coverage(
            coverage -> {
              coverage.check(true, true).count(count -> count > 0);
              coverage.check(true, false).count(count -> count > 0);
              coverage.check(false, false).count(count -> count > 0);
            });
    drawn("mutation", mutation, List.of(ArgumentMutation.values()));
    drawn("tool", spec.name(), SomeTools.SPECS.stream().map(ToolSpec::name).toList());
  }

  /** Counts what was drawn; at the end nothing that could be may be missing. */
  private static void drawn(String label, Object drawn, List<?> all) {
    Statistics.label(label)
        .collect(drawn)
        .coverage(coverage -> all.forEach(one -> coverage.check(one).count(count -> count > 0)));
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.strings()
        .ofMinLength(1)
        .ofMaxLength(60)
        .map(text -> "t" + text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "-"));
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> hostile =
        Arbitraries.of(
            "\n---\n", "iso_node v0.1\nnode_kind: Tool\n---\nx", "\0", "\ud800", "\u202e", "\r\n");
    return Arbitraries.oneOf(hostile, Arbitraries.strings().ofMaxLength(200))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(parts -> "b" + String.join("", parts));
  }

  @Property(tries = 30)
  void whatIsWrittenComesBack(@ForAll("lines") String title, @ForAll("bodies") String body)
      throws SQLException {
    ObjectNode arguments =
        StrictJson.object()
            .put("node_kind", "Gotcha")
            .put("title", title)
            .put("content_summary", body);
    JsonNode created = call("iso_node_create", StrictJson.write(arguments));
    assertTrue(created.path("ok").asBoolean(), created::toString);
    JsonNode node =
        call(
                "iso_node_read",
                StrictJson.write(
                    StrictJson.object().put("entry_id", created.path("entry_id").asText())))
            .path("node");
    assertEquals(StorableText.repair(title), node.path("title").asText());
    assertEquals(StorableText.repair(body), node.path("body").asText());
    assertEquals("Gotcha", node.path("node_kind").asText());
  }
}
