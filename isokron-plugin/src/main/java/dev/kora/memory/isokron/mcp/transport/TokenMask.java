package dev.kora.memory.isokron.mcp.transport;

import dev.kora.memory.isokron.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the token out of what a server says: one that repeats what it was sent, in an error text
 * for instance, would bring it into logs and tool answers.
 */
final class TokenMask {
  // A shorter one could be an ordinary word of the protocol.
  private static final int SHORTEST = 8;
  private static final String MASK = "****";

  private final List<String> forms;

  TokenMask(@Nullable Secret token) {
    if (token == null || token.reveal().length() < SHORTEST) {
      forms = List.of();
    } else {
      // Some servers write "/" as "\/" in JSON.
      forms = List.of(token.reveal(), token.reveal().replace("/", "\\/"));
    }
  }

  String hide(String text) {
    String hidden = text;
    for (String form : forms) {
      hidden = hidden.replace(form, MASK);
    }
    return hidden;
  }

  Receiver before(Receiver receiver) {
    if (forms.isEmpty()) {
      return receiver;
    }
    // Every byte is one character of Latin-1, and the token is ASCII.
    return message ->
        receiver.accept(
            hide(new String(message, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  Exchange in(Exchange exchange) {
    if (exchange instanceof Exchange.Rejected rejected) {
      String challenge = rejected.challenge();
      return new Exchange.Rejected(
          rejected.status(),
          hide(rejected.body()),
          rejected.retryAfter(),
          challenge == null ? null : hide(challenge));
    }
    return exchange;
  }
}
