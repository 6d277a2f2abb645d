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
    T result;
    try {
      Workspaces.enter(connection, workspaceId);
      result = work.call();
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  private static void undo(Connection connection, Throwable problem) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A broken connection; the database undoes it.
      problem.addSuppressed(e);
    }
  }
}
