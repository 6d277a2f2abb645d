package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Appends many events to a running server's chain, inside its database, for {@code verify} to be
 * measured on: {@code ChainLoad CREDENTIALS_FILE EVENTS}. Each event goes through the function that
 * Sea's tool for appending calls.
 */
public final class ChainLoad {
  /** Every version of the head row stays until its transaction ends, and slows down the next. */
  private static final int PER_TRANSACTION = 200;

  /** Payloads of a session's size, about 100 bytes. */
  private static final String APPEND =
      """
      DO $$
      DECLARE
        caller record;
      BEGIN
        SELECT token_sha256, workspace_id INTO STRICT caller FROM sea.service_token
          WHERE revoked_at IS NULL ORDER BY created_at LIMIT 1;
        FOR i IN 1..$EVENTS LOOP
          PERFORM sea.append_event(caller.token_sha256, caller.workspace_id, 'kora.session.ended',
            convert_to('{"session_id":"' || gen_random_uuid() || '","summary":"tried the fix, it holds","turn_count":'
              || i || '}', 'UTF8'), gen_random_uuid(), NULL);
        END LOOP;
      END
      $$
      """;

  private ChainLoad() {}

  /**
   * Appends.
   *
   * @param args the credentials file of a running server, and how many events
   */
  public static void main(String[] args) throws IOException, SQLException {
    JsonNode credentials = new ObjectMapper().readTree(Files.readString(Path.of(args[0])));
    URI dsn = URI.create(credentials.path("admin_dsn").asText());
    String[] user = dsn.getUserInfo().split(":", 2);
    String url = "jdbc:postgresql://" + dsn.getHost() + ":" + dsn.getPort() + dsn.getPath();
    int left = Integer.parseInt(args[1]);
    long started = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(url, user[0], user[1]);
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (; left > 0; left -= PER_TRANSACTION) {
        int now = Math.min(left, PER_TRANSACTION);
        statement.execute(APPEND.replace("$EVENTS", Integer.toString(now)));
      }
      statement.execute("VACUUM (ANALYZE) hivex_foundation.event_log");
    }
    System.out.printf("%s events in %.1f s%n", args[1], (System.nanoTime() - started) / 1e9);
  }
}
