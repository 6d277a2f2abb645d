package dev.kora.memory.sea.store;

import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells what the database refuses from what it cannot do: by the write functions' SQLSTATEs. */
final class Refusals {
  private static final String RATE = "KS005";
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private Refusals() {}

  /**
   * Returns what is no refusal, for the caller to throw.
   *
   * @throws WriteRefusedException if it is one
   * @throws RateLimitedException if there were too many writes
   */
  static SQLException refusedOr(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String message = said == null ? Connections.firstLine(e) : String.valueOf(said.getMessage());
    if (state.equals(RATE)) {
      throw new RateLimitedException(waitMillis(said), message, e);
    }
    Reason reason = reason(state);
    if (reason != null) {
      throw new WriteRefusedException(reason, message, e);
    }
    return e;
  }

  private static @Nullable Reason reason(String state) {
    return switch (state) {
      case "KS001" -> Reason.KEY_REUSED;
      case "KS002", "23514", "22P02", "22P05", "22021" -> Reason.VALUE;
      case "KS003" -> Reason.TOKEN;
      case "KS004" -> Reason.CAPABILITY;
      case "KS006" -> Reason.STATE;
      default -> null;
    };
  }

  private static long waitMillis(@Nullable ServerErrorMessage said) {
    String detail = said == null ? null : said.getDetail();
    try {
      return detail == null ? LONGEST_WAIT_MILLIS : Math.max(1, Long.parseLong(detail));
    } catch (NumberFormatException e) {
      return LONGEST_WAIT_MILLIS;
    }
  }
}
