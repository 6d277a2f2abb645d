package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.events.GapEvents;
import dev.kora.memory.sea.SeaDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is in the chain, in its order. */
record Chain(List<Row> rows) {
  private static final String QUERY =
      "SELECT event_key, event_type, payload->>'stream', payload->>'number', payload->>'count'"
          + " FROM hivex_foundation.event_log ORDER BY seq";

  /** One event; a gap has a count and no stream. */
  record Row(UUID key, String type, String stream, long number) {}

  static Chain in(Path seaData) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (SeaDatabase sea = SeaDatabase.open(seaData);
        Connection connection = sea.connectForRows();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(QUERY)) {
      while (found.next()) {
        boolean numbered = found.getString(3) != null;
        rows.add(
            new Row(
                UUID.fromString(found.getString(1)),
                found.getString(2),
                numbered ? found.getString(3) : "",
                numbered ? found.getLong(4) : found.getLong(5)));
      }
    }
    return new Chain(rows);
  }

  int size() {
    return rows.size();
  }

  /** How many events the chain says are missing from it. */
  long declared() {
    return rows.stream().filter(r -> r.type.equals(GapEvents.TYPE)).mapToLong(Row::number).sum();
  }

  /** Each of these is there once, all are as they were sent, and each stream is in order. */
  void assertHolds(Reports reports) {
    Map<UUID, Row> byKey = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    for (Row row : rows) {
      assertNull(byKey.put(row.key, row), () -> "twice: " + row);
      if (row.type.equals(Emissions.TYPE)) {
        Long before = last.put(row.stream, row.number);
        assertTrue(before == null || before < row.number, () -> row + " after " + before);
      }
    }
    Set<UUID> missing = new HashSet<>(reports.persisted());
    missing.removeAll(byKey.keySet());
    assertEquals(List.of(), reports.describe(missing), "accepted, on the disk, and lost");
    reports.all().values().stream()
        .filter(said -> byKey.containsKey(said.key()))
        .forEach(
            said -> {
              Row row = byKey.get(said.key());
              assertEquals(said.stream() + " " + said.number(), row.stream + " " + row.number);
            });
  }

  /** How many of these are there. */
  long count(Set<UUID> keys) {
    return rows.stream().filter(row -> keys.contains(row.key)).count();
  }
}
