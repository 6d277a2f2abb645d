package dev.kora.memory.sea.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What a refused request is answered: one line of JSON that names nothing inside of the server. */
final class ErrorAnswer implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer given
            ? given
            : response.getStatus();
    String json = "{\"error\":\"" + words(status) + "\"}\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  private static String words(int status) {
    return switch (status) {
      case HttpStatus.UNAUTHORIZED_401 ->
          "a valid service token is needed: Authorization: Bearer TOKEN";
      case HttpStatus.FORBIDDEN_403 -> "not for this client, by its Origin, Host or address";
      case HttpStatus.NOT_FOUND_404 -> "nothing is here; the MCP endpoint is " + Routes.MCP;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "cannot serve right now; try again later";
      default -> HttpStatus.getMessage(status);
    };
  }
}
