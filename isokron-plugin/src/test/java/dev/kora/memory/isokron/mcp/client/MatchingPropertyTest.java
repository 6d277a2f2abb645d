package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** Rule 2: answers in any order, twice, or to nobody; and answers that are anything at all. */
class MatchingPropertyTest {
  private static final int CALLS = 4;
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  @Provide
  Arbitrary<List<Integer>> orders() {
    List<Integer> each = List.of(1, 2, 3, 4);
    return Arbitraries.integers()
        .between(0, 7)
        .list()
        .ofMaxSize(8)
        .flatMap(
            more -> {
              List<Integer> all = new ArrayList<>(each);
              all.addAll(more);
              return Arbitraries.shuffle(all);
            });
  }

  @Property(tries = 150)
  void rule2EachCallGetsItsOwnFirstAnswer(
      @ForAll("orders") List<Integer> order, @ForAll @Size(12) List<Integer> forms)
      throws Exception {
    Channel channel = new Channel();
    Conversation conversation = new Conversation(channel, () -> {});
    List<FutureTask<Conversation.Reply>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Request request = new Request(Era.LEGACY, "m", null, Map.of());
      calls.add(new FutureTask<>(() -> conversation.request(request, LATER)));
      new Thread(calls.get(i)).start();
      channel.awaitSent(i + 1);
    }
    List<String> firsts = new ArrayList<>(java.util.Collections.nCopies(8, ""));
    for (int i = 0; i < order.size(); i++) {
      int id = order.get(i);
      String form = List.of("%d", "\"%d\"", "%d.0").get(Math.floorMod(forms.get(i), 3));
      firsts.set(id, firsts.get(id).isEmpty() ? "answer " + i : firsts.get(id));
      channel.say(FaultServer.result(form.formatted(id), "{\"a\":\"answer " + i + "\"}"));
    }
    for (int i = 0; i < CALLS; i++) {
      Incoming.Result result = assertInstanceOf(Incoming.Result.class, calls.get(i).get().answer());
      assertEquals(firsts.get(Integer.parseInt(result.id())), result.result().path("a").asText());
      assertEquals(Integer.toString(i + 1), result.id());
    }
    Statistics.label("in order")
        .collect(order.stream().sorted().toList().equals(order))
        .coverage(c -> c.check(false).percentage(p -> p > 50));
    Statistics.label("twice")
        .collect(order.stream().distinct().count() < order.size())
        .coverage(c -> c.check(true).percentage(p -> p > 20));
  }

  @Provide
  Arbitrary<byte[]> answers() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "\"jsonrpc\":\"2.0\"",
            "\"id\":1",
            "\"id\":2",
            "\"id\":null",
            "\"result\":{}",
            "\"result\":{\"isError\":true}",
            "\"result\":{\"content\":[{\"type\":\"text\"}]}",
            "\"result\":{\"structuredContent\":null}",
            "\"result\":7",
            "\"error\":{\"code\":-32022}",
            "\"error\":{\"code\":-32601,\"message\":\"no\"}",
            "\"method\":\"ping\"",
            "\"result\":{\"supportedVersions\":[\"2026-07-28\"]}",
            "\"result\":{\"protocolVersion\":\"2025-11-25\"}");
    // A tool that fails comes up too seldom by itself for a run to be sure to have one.
    String failure = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":true}}";
    return Arbitraries.frequencyOf(
        Tuple.of(2, pieces.set().ofMaxSize(4).map(p -> bytes("{" + String.join(",", p) + "}"))),
        Tuple.of(
            2,
            pieces
                .set()
                .ofMaxSize(2)
                .map(p -> bytes("{\"jsonrpc\":\"2.0\",\"id\":1," + String.join(",", p) + "}"))),
        Tuple.of(2, pieces.map(p -> bytes("{\"jsonrpc\":\"2.0\",\"id\":1," + p + "}"))),
        Tuple.of(2, Arbitraries.bytes().array(byte[].class)),
        Tuple.of(1, Arbitraries.just(bytes(failure))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Opens as it should or not, and answers all else with the same bytes, under the right id. */
  private record Parrot(List<byte[]> answers, boolean opens, boolean rejects) implements Transport {
    @Override
    public void listen(Consumer<byte[]> receiver) {
      // Everything comes in answer to a request.
    }

    @Override
    public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
      String method = Channel.parsed(message).path("method").asText();
      String id = Channel.parsed(message).path("id").toString();
      if (opens && method.equals("initialize")) {
        awaited.accept(bytes(FaultServer.result(id, "{\"protocolVersion\":\"2025-11-25\"}")));
      } else if (opens && method.equals("server/discover")) {
        awaited.accept(bytes(FaultServer.result(id, new StatelessRules().discovery)));
      } else if (!method.startsWith("notifications/")) {
        for (byte[] answer : answers) {
          String text = new String(answer, StandardCharsets.ISO_8859_1);
          byte[] withId =
              text.replace("\"id\":1", "\"id\":" + id).getBytes(StandardCharsets.ISO_8859_1);
          if (rejects) {
            String body = new String(withId, StandardCharsets.UTF_8);
            return new Exchange.Rejected(400, body, null, null);
          }
          awaited.accept(withId);
        }
      }
      return new Exchange.Completed("s");
    }

    @Override
    public void post(Outbound message) {
      assertNotNull(message);
    }

    @Override
    public boolean hasStreamPerExchange() {
      return true;
    }

    @Override
    public void endSession(Map<String, String> headers, Deadline deadline) {
      assertNotNull(headers);
    }

    @Override
    public void close() {
      assertNotNull(answers);
    }
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void anythingAServerAnswersIsAnOutcomeOfOneShortLine(
      @ForAll("answers") byte[] first,
      @ForAll("answers") byte[] second,
      @ForAll McpProtocol protocol,
      @ForAll boolean opens,
      @ForAll boolean rejects) {
    Transport transport = new Parrot(List.of(first, second), opens, rejects);
    try (McpClient client = new McpClient(transport, protocol, Duration.ofMinutes(5), "test")) {
      List<CallOutcome> outcomes = new ArrayList<>();
      outcomes.add(client.withMeta(StrictJson.object()).callTool("t", StrictJson.object()));
      outcomes.add(client.ping());
      if (client.listTools() instanceof ToolListing.Unavailable unavailable) {
        outcomes.add(unavailable.outcome());
      }
      for (CallOutcome outcome : outcomes) {
        assertEquals(1, outcome.reason().lines().count());
        assertEquals(
            outcome.reason(),
            outcome.reason().substring(0, Math.min(600, outcome.reason().length())));
        Statistics.label("outcome").collect(outcome.getClass().getSimpleName());
      }
    }
    Statistics.label("outcome")
        .coverage(
            c -> {
              c.check("Refused").percentage(p -> p > 5);
              c.check("NotSent").percentage(p -> p > 5);
              c.check("Ambiguous").percentage(p -> p > 5);
              c.check("Answered").percentage(p -> p > 3);
              c.check("Failed").percentage(p -> p > 0);
            });
  }
}
