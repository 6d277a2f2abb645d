package dev.kora.memory.sea;

import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database of the tests' own on somebody's server, which nothing of it outlives. */
record GivenDatabase(Dsn superuser, Dsn dsn) {
  static GivenDatabase create(Dsn superuser) {
    String name = "sea_test_" + UUID.randomUUID().toString().replace("-", "");
    try {
      ForeignPostgres.run(superuser, "CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new GivenDatabase(
        superuser,
        new Dsn(
            superuser.hostAndPort(),
            name,
            superuser.query(),
            superuser.user(),
            superuser.password()));
  }

  /** With its readers, which belong to the whole cluster. */
  void drop() {
    try {
      List<String> statements = new ArrayList<>();
      statements.add("DROP DATABASE " + dsn.database() + " WITH (FORCE)");
      try (Connection connection = Connections.open(dsn);
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT format('DROP ROLE IF EXISTS %I', role_name) FROM sea.reader_binding")) {
        while (row.next()) {
          statements.add(row.getString(1));
        }
      }
      ForeignPostgres.run(superuser, statements.toArray(new String[0]));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
