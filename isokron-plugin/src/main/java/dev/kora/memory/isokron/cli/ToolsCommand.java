package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ServerInfo;
import dev.kora.memory.isokron.mcp.client.ToolListing;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tools",
    mixinStandardHelpOptions = true,
    description = "Lists a server's tools with their arguments (? = may be left out).")
final class ToolsCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ENDPOINT", description = Endpoint.ADDRESS)
  @SuppressWarnings("NullAway.Init")
  private String address;

  @Mixin private final Endpoint endpoint;

  @Option(names = "--json", description = "Prints one JSON object with the whole schemas.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  ToolsCommand(Map<String, String> environment) {
    this.endpoint = new Endpoint(environment);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = endpoint.connect(address)) {
      McpClient client = connection.client();
      ToolListing listing = client.listTools();
      if (listing instanceof ToolListing.Unavailable unavailable) {
        throw CommandFailure.of("tools", unavailable.outcome());
      }
      List<JsonNode> tools = ((ToolListing.Listed) listing).tools();
      if (json) {
        out.println(PrintedJson.of(object(client.server().orElseThrow(), tools)));
      } else {
        out.println(Endpoint.describe(client));
        ToolTable.lines(tools).forEach(out::println);
      }
      return 0;
    }
  }

  private static ObjectNode object(ServerInfo server, List<JsonNode> tools) {
    ObjectNode answer =
        StrictJson.object().put("era", server.era()).put("version", server.version());
    answer.putObject("server").put("name", server.name()).put("version", server.serverVersion());
    ArrayNode list = answer.putArray("tools");
    for (JsonNode tool : tools) {
      ObjectNode entry = list.addObject();
      for (String key : List.of("name", "description", "inputSchema")) {
        if (tool.has(key)) {
          entry.set(key, tool.get(key));
        }
      }
    }
    return answer;
  }
}
