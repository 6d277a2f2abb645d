package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "call",
    mixinStandardHelpOptions = true,
    description = "Calls one tool and prints its structured result as JSON; a text is a string.")
final class CallCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TOOL", description = "The tool's name.")
  @SuppressWarnings("NullAway.Init")
  private String tool;

  @Parameters(index = "1", paramLabel = "ARGS_JSON", description = "Its arguments, a JSON object.")
  @SuppressWarnings("NullAway.Init")
  private String arguments;

  @Parameters(index = "2", paramLabel = "ENDPOINT", description = Endpoint.ADDRESS)
  @SuppressWarnings("NullAway.Init")
  private String address;

  @Mixin private final Endpoint endpoint;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  CallCommand(Map<String, String> environment) {
    this.endpoint = new Endpoint(environment);
  }

  @Override
  public Integer call() throws IOException {
    if (tool.isBlank()) {
      throw endpoint.usage("TOOL: is empty");
    }
    ObjectNode given = object();
    try (Connection connection = endpoint.connect(address)) {
      McpClient client = connection.client();
      CallOutcome outcome = client.withMeta(StrictJson.object()).callTool(tool, given);
      if (!(outcome instanceof CallOutcome.Answered answered)) {
        throw CommandFailure.of(OneLine.clean(tool, ToolTable.MAX_NAME), outcome);
      }
      spec.commandLine().getOut().println(PrintedJson.of(answered.content()));
      return 0;
    }
  }

  private ObjectNode object() {
    ParsedJson parsed = StrictJson.parse(arguments);
    if (parsed instanceof ParsedJson.Malformed malformed) {
      throw endpoint.usage("ARGS_JSON: is no JSON: " + malformed.reason());
    }
    if (((ParsedJson.Value) parsed).node() instanceof ObjectNode object) {
      return object;
    }
    String kind = ((ParsedJson.Value) parsed).node().getNodeType().name().toLowerCase(Locale.ROOT);
    throw endpoint.usage("ARGS_JSON: must be a JSON object, and is: " + kind);
  }
}
