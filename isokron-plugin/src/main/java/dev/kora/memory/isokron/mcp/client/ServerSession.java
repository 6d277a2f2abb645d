package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What is settled with a server, and how requests to it look. */
sealed interface ServerSession permits HandshakeSession, StatelessSession {
  Era era();

  ServerInfo server();

  /** What the server said that it can do. */
  JsonNode capabilities();

  /**
   * Makes a request of this session.
   *
   * @param mirrored the headers that repeat a tool's arguments
   */
  Request request(String method, ObjectNode params, Map<String, String> mirrored);

  /** The method that asks for nothing but a sign of life. */
  String signOfLife();

  /** Whether a refusal means that what was settled does not hold any more. */
  boolean isVoidAfter(CallOutcome.Refused refusal);
}
