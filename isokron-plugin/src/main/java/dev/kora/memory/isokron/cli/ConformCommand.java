package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ToolListing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    description = {
      "Does what the official conformance suite expects of a client: opens, lists the tools, calls"
          + " each with plausible arguments, closes. Fails when a call stays without an answer; an error"
          + " that a tool answers is an answer.",
      "It CALLS EVERY TOOL: only for servers that may be written to."
    })
final class ConformCommand implements Callable<Integer> {
  private static final String CONTEXT = "MCP_CONFORMANCE_CONTEXT";

  private final Map<String, String> environment;

  @Parameters(index = "0", paramLabel = "ENDPOINT", description = Endpoint.ADDRESS)
  @SuppressWarnings("NullAway.Init")
  private String address;

  @Mixin private final Endpoint endpoint;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  ConformCommand(Map<String, String> environment) {
    this.environment = environment;
    this.endpoint = new Endpoint(environment);
  }

  @Override
  public Integer call() throws IOException {
    JsonNode given = givenCalls();
    PrintWriter out = spec.commandLine().getOut();
    int unanswered = 0;
    try (Connection connection = endpoint.connect(address)) {
      McpClient client = connection.client();
      ToolListing listing = client.listTools();
      if (client.server().isPresent()) {
        out.println("initialize: " + Endpoint.describe(client));
      }
      if (listing instanceof ToolListing.Unavailable unavailable) {
        String step = client.server().isPresent() ? "tools/list" : "initialize";
        throw CommandFailure.of(step, unavailable.outcome());
      }
      List<JsonNode> tools = ((ToolListing.Listed) listing).tools();
      out.println("tools/list: " + tools.size() + " tools");
      for (JsonNode tool : tools) {
        String name = tool.path("name").textValue();
        for (ObjectNode arguments : arguments(name, tool, given)) {
          CallOutcome outcome = client.withMeta(StrictJson.object()).callTool(name, arguments);
          out.println(
              "tools/call " + OneLine.clean(name, ToolTable.MAX_NAME) + ": " + told(outcome));
          if (out.checkError()) {
            throw CommandFailure.output(); // whoever read the results is gone: call no more
          }
          boolean sure =
              !(outcome instanceof CallOutcome.NotSent)
                  && !(outcome instanceof CallOutcome.Ambiguous);
          unanswered += sure ? 0 : 1;
        }
      }
    }
    if (unanswered > 0) {
      throw CommandFailure.unanswered(unanswered);
    }
    return 0;
  }

  /** What became of a call; an error that a tool answers is no failure of this client. */
  private static String told(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Answered
        ? outcome.reason()
        : CommandFailure.kind(outcome) + ": " + outcome.reason();
  }

  private static List<ObjectNode> arguments(String name, JsonNode tool, JsonNode given) {
    List<ObjectNode> arguments = new ArrayList<>();
    for (JsonNode call : given) {
      if (name.equals(call.path("name").textValue())
          && call.get("arguments") instanceof ObjectNode object) {
        arguments.add(object);
      }
    }
    return arguments.isEmpty()
        ? List.of(PlausibleArguments.of(tool.path("inputSchema")))
        : arguments;
  }

  /** The calls that the suite asks for, where it does: a list of {@code {name, arguments}}. */
  private JsonNode givenCalls() {
    String context = environment.getOrDefault(CONTEXT, "");
    if (context.isBlank()) {
      return MissingNode.getInstance();
    }
    ParsedJson parsed = StrictJson.parse(context);
    if (parsed instanceof ParsedJson.Malformed malformed) {
      throw endpoint.usage(CONTEXT + ": is no JSON: " + malformed.reason());
    }
    return ((ParsedJson.Value) parsed).node().path("toolCalls");
  }
}
