package dev.kora.memory.sea.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements of the database's owner about one workspace: all of them or none. */
public final class OwnerTransaction {
  private OwnerTransaction() {}

  /** What to do. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws SQLException;
  }

  /** What to do for a result. */
  @FunctionalInterface
  interface Call<T> {
    T call() throws SQLException;
  }

  /** Runs it; the connection must not be in a transaction, and is not afterwards. */
  public static void run(Connection connection, String workspaceId, Work work) throws SQLException {
    call(
        connection,
        workspaceId,
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }

  static <T> T call(Connection connection, String workspaceId, Call<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Workspaces.enter(connection, workspaceId);
      T result = work.call();
      connection.commit();
      return result;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
