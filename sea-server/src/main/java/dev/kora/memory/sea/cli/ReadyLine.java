package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.SeaException;
import java.nio.file.Path;

/** What a server says when it can serve, and when it no longer can. */
final class ReadyLine {
  private ReadyLine() {}

  static String of(String mcp, String workspaceId, Path credentials) {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("mcp", mcp);
    line.put("workspace", workspaceId);
    line.put("credentials", credentials.toString());
    return "ready " + line;
  }

  static SeaException failed(String reason) {
    return new SeaException(reason + ": see postgres.log in the data folder");
  }
}
