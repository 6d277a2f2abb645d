package dev.kora.memory.sea.http;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.mcp.Answer;
import dev.kora.memory.sea.mcp.Incoming;
import dev.kora.memory.sea.mcp.McpService;
import dev.kora.memory.sea.store.Caller;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message per POST, answered as JSON. The server never begins a conversation, so there is no
 * stream to listen to: GET is refused, as the protocol allows.
 */
final class McpServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "MCP-Protocol-Version";

  @SuppressWarnings("serial")
  private final McpService service;

  @SuppressWarnings("serial")
  private final @Nullable Sessions sessions;

  private final Duration patience;

  /** Without sessions every request stands for itself. */
  McpServlet(McpService service, @Nullable Sessions sessions, Duration patience) {
    this.service = service;
    this.sessions = sessions;
    this.patience = patience;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String accept = request.getHeader("Accept");
    if (accept != null && !accept.contains("application/json") && !accept.contains("*/*")) {
      refuse(response, 406, "Accept: must allow application/json");
      return;
    }
    String version = request.getHeader(VERSION);
    if (version != null && !service.speaks(version)) {
      refuse(response, 400, VERSION + ": this server does not speak that version");
      return;
    }
    try {
      byte[] body = RequestBody.read(request, McpService.MAX_MESSAGE_BYTES, patience);
      answer(service.read(body), caller(request), request.getHeader(SESSION), response);
    } catch (RequestBody.Refused e) {
      // What is left of the body is not read.
      response.setHeader("Connection", "close");
      refuse(response, e.status(), String.valueOf(e.getMessage()));
    }
  }

  private void answer(
      Incoming incoming, Caller caller, @Nullable String session, HttpServletResponse response)
      throws IOException {
    boolean malformed = incoming instanceof Incoming.Malformed;
    boolean greeting = incoming instanceof Incoming.Request request && request.isInitialize();
    if (sessions != null && !malformed && !greeting) {
      if (session == null) {
        refuse(response, 400, SESSION + ": is missing; it comes with the answer to initialize");
        return;
      }
      if (!sessions.use(session, caller)) {
        refuse(response, 404, SESSION + ": there is no such session, or no longer; initialize");
        return;
      }
    }
    Answer answer = service.answer(incoming, caller);
    if (sessions != null && greeting && answer.kind() == Answer.Kind.RESULT) {
      response.setHeader(SESSION, sessions.begin(caller));
    }
    switch (answer.kind()) {
      case RESULT, ERROR -> write(response, 200, requireNonNull(answer.json()));
      case INVALID -> write(response, 400, requireNonNull(answer.json()));
      case NONE -> response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Allow", sessions == null ? "POST" : "POST, DELETE");
    refuse(response, 405, "the server has nothing to say unasked");
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String session = request.getHeader(SESSION);
    if (sessions == null) {
      response.setHeader("Allow", "POST");
      refuse(response, 405, "the server keeps no sessions");
    } else if (session == null) {
      refuse(response, 400, SESSION + ": is missing");
    } else if (!sessions.end(session, caller(request))) {
      refuse(response, 404, SESSION + ": there is no such session, or no longer");
    }
  }

  private static Caller caller(HttpServletRequest request) {
    return (Caller) requireNonNull(request.getAttribute(TokenFilter.CALLER), "the filter sets it");
  }

  private static void refuse(HttpServletResponse response, int status, String problem)
      throws IOException {
    write(response, status, McpService.error(null, ErrorCodes.INVALID_REQUEST, problem));
  }

  private static void write(HttpServletResponse response, int status, String json)
      throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
