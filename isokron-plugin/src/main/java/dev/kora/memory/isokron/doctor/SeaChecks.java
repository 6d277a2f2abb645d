package dev.kora.memory.isokron.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.Shaped;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ServerInfo;
import dev.kora.memory.isokron.mcp.client.ToolListing;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The MCP server: who it is, whether it lets us in, and what it offers. */
final class SeaChecks {
  static final String GROUP = "sea";
  static final String TOKEN = "sea.token";
  static final String PROTOCOL = "sea.protocol";

  private static final String IDEMPOTENT = "dev.kora/idempotent-append";

  /** What the plugin's tools ask for. */
  private static final List<String> NEEDED =
      List.of(
          "cap_write_agent_scratchpad",
          "cap_read_precommit_scratchpad",
          "cap_sea_link_authoring",
          "cap_read_unfiltered_relationlink");

  private final Round round;
  private final IsokronConfig config;
  private final McpClient client;

  /** The first contact, made once for the checks that ask about it. */
  private final Supplier<ToolListing> contact;

  SeaChecks(Round round, IsokronConfig config, McpClient client) {
    this.round = round;
    this.config = config;
    this.client = client;
    CompletableFuture<ToolListing> made = new CompletableFuture<>();
    this.contact =
        () -> {
          if (!made.isDone()) {
            made.complete(client.listTools());
          }
          return made.join();
        };
  }

  void run() {
    // The client keeps its own limit; this is for what hangs elsewhere.
    Duration limit = config.toolTimeout().plusSeconds(2);
    if (config.endpoint() instanceof HttpEndpoint http) {
      URI uri = http.uri();
      boolean https = uri.getScheme().equals("https");
      int port = uri.getPort() > 0 ? uri.getPort() : https ? 443 : 80;
      HostPort host = new HostPort(uri.getHost(), port);
      new NetworkChecks(round, GROUP, "mcp_endpoint").run(List.of(host));
      round.check(
          "sea.tls",
          NetworkChecks.LIMIT,
          () -> https ? TlsCheck.of(host) : unencrypted(http),
          "sea.connect");
    }
    round.check(TOKEN, limit, this::token, "sea.tls");
    round.check(PROTOCOL, limit, this::protocol, "sea.tls", TOKEN);
    for (Surface surface : Surface.values()) {
      round.check(
          surface.check,
          limit,
          () -> surface == Surface.CAPABILITIES ? capabilities() : offered(surface),
          PROTOCOL);
    }
    round.check("sea.idempotent", limit, this::idempotent, PROTOCOL);
  }

  private Finding unencrypted(HttpEndpoint http) {
    if (http.maySendCredentials()) {
      return Finding.ok("none; the server is on this machine");
    }
    return Finding.warn(
        "none: what is written, and the token, can be read on the way",
        "let the server speak https:// (sea-server: serve --tls-cert, --tls-key)");
  }

  private Finding token() {
    if (contact.get() instanceof ToolListing.Unavailable unavailable) {
      if (unavailable.outcome() instanceof CallOutcome.Refused refused
          && (refused.httpStatus() == 401 || refused.httpStatus() == 403)) {
        return Finding.fail(
            refused.reason(),
            (config.token() == null
                    ? "the server wants a token: set mcp_service_token"
                    : "the token in mcp_service_token is unknown, expired or revoked there")
                + " (sea-server: token list, token create)");
      }
      return Finding.notChecked("the server does not answer, see the next line");
    }
    return config.token() == null
        ? Finding.warn(
            "none is sent, and the server asks for none",
            "anybody who reaches the server can write: let it ask for tokens")
        : Finding.ok("accepted");
  }

  private Finding protocol() {
    if (contact.get() instanceof ToolListing.Unavailable unavailable) {
      CallOutcome outcome = unavailable.outcome();
      return Finding.fail(outcome.reason(), advice(outcome));
    }
    ServerInfo server = client.server().orElseThrow();
    return Finding.ok(
        "MCP %s (%s), server %s %s"
            .formatted(
                OneLine.clean(server.version(), 40),
                server.era(),
                server.name(),
                server.serverVersion()));
  }

  private String advice(CallOutcome outcome) {
    if (config.endpoint() instanceof StdioEndpoint) {
      return "run the command of mcp_endpoint by hand and see what it says";
    }
    if (outcome instanceof CallOutcome.Refused refused && refused.httpStatus() == 404) {
      return "see the path in mcp_endpoint; it is often /mcp";
    }
    return "see whether mcp_endpoint is an MCP server's, and mcp_protocol one that it speaks";
  }

  private Finding offered(Surface surface) {
    Set<String> tools = new HashSet<>();
    if (contact.get() instanceof ToolListing.Listed listed) {
      for (JsonNode tool : listed.tools()) {
        tools.add(tool.path("name").asText());
      }
    }
    return surface.finding(tools.contains(surface.tool));
  }

  private Finding capabilities() {
    Surface surface = Surface.CAPABILITIES;
    Finding offered = offered(surface);
    if (offered.state() != Check.State.OK) {
      return offered;
    }
    CallOutcome outcome =
        client.withMeta(StrictJson.object()).callTool(surface.tool, StrictJson.object());
    if (!(outcome instanceof CallOutcome.Answered answered)) {
      return broken(outcome.reason());
    }
    Shaped<Map<String, Boolean>> shaped = SeaAnswers.CAPABILITIES.check(answered.content());
    if (shaped instanceof Shaped.Violated<Map<String, Boolean>> violated) {
      return broken(violated.violation().sentence());
    }
    Map<String, Boolean> matrix = new TreeMap<>(shaped.orThrow());
    long granted = matrix.values().stream().filter(Boolean::booleanValue).count();
    String detail = granted + " of " + matrix.size() + " granted";
    List<String> denied =
        NEEDED.stream().filter(name -> !matrix.getOrDefault(name, false)).toList();
    return denied.isEmpty()
        ? Finding.ok(detail)
        : Finding.warn(
            detail + "; denied: " + String.join(", ", denied),
            "tools that need these answer denied; have Sea's operator grant them");
  }

  private static Finding broken(String why) {
    return Finding.fail(why, "the built-in matrix is in force until Sea answers; see Sea's log");
  }

  private Finding idempotent() {
    return client.announces(IDEMPOTENT)
        ? Finding.ok(IDEMPOTENT + ": each write is kept once, however often it is sent")
        : Finding.warn(
            IDEMPOTENT + " is not announced: a write whose answer was lost may be there twice",
            "use a server that honours the key, as sea-server does");
  }
}
