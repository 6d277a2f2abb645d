package dev.kora.memory.isokron.substrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Whether the substrate has its search function and this login may call it: asked in a read of its
 * own, since an error would spoil a transaction, and remembered for a minute.
 */
final class SearchFunction {
  private static final Logger LOG = LogManager.getLogger(SearchFunction.class);
  private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();

  private final Substrate substrate;
  private boolean known;
  private boolean there;
  private long askedAt;

  SearchFunction(Substrate substrate) {
    this.substrate = substrate;
  }

  boolean isThere(String workspace) throws SubstrateException {
    synchronized (this) {
      if (known && System.nanoTime() - askedAt < REMEMBERED_NANOS) {
        return there;
      }
    }
    boolean answer;
    try {
      answer = substrate.read(workspace, SearchFunction::ask);
    } catch (SubstrateException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      answer = false;
    }
    remember(answer);
    return answer;
  }

  /** Whether a search failed because the function is not there any more, or not for this login. */
  boolean isGone(SubstrateException failure) {
    if (!isRefusal(failure)) {
      return false;
    }
    remember(false);
    return true;
  }

  private synchronized void remember(boolean answer) {
    if (!answer && (!known || there)) {
      LOG.info("[kora.isokron] no search function for this login: only the newest are searched");
    }
    known = true;
    there = answer;
    askedAt = System.nanoTime();
  }

  private static Boolean ask(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ScratchpadSql.HAS_FUNCTION);
        ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  // Unknown function, or no right to it or to its schema.
  private static boolean isRefusal(SubstrateException e) {
    String state = e.getCause() instanceof SQLException sql ? sql.getSQLState() : null;
    return state != null
        && (state.equals("42883") || state.equals("42501") || state.equals("3F000"));
  }
}
