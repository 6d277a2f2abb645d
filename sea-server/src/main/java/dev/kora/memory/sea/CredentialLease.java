package dev.kora.memory.sea;

import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.ServiceTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's own token and reader in somebody's database. They expire by themselves and are
 * extended while the server lives: one that was killed leaves nothing valid, and the next one to
 * start removes the rest.
 */
final class CredentialLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialLease.class);
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Some failures in a row do no harm. */
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final SeaCredentials credentials;
  private final Dsn reader;
  private final String workspaceId;
  private final ScheduledExecutorService timer;
  private boolean closed;

  private CredentialLease(SeaCredentials credentials, String workspaceId) {
    this.credentials = credentials;
    this.reader = Dsn.parse(credentials.readerDsn());
    this.workspaceId = workspaceId;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sea-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Removes what servers that were killed left behind, makes the server's own, and keeps it. */
  static CredentialLease take(Connection owner, SeaCredentials credentials, String workspaceId)
      throws SQLException {
    new ServiceTokens(owner).removeExpiredLeases();
    new Readers(owner).removeExpiredLeases();
    CredentialLease lease = new CredentialLease(credentials, workspaceId);
    try {
      lease.extend(owner);
    } catch (SQLException | RuntimeException e) {
      Closing.close(e, lease);
      throw e;
    }
    var unused =
        lease.timer.scheduleWithFixedDelay(
            lease::renew, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    return lease;
  }

  /** Extends it, or makes it anew: this machine may have slept for longer than it lasts. */
  synchronized void renew() {
    if (closed) {
      return;
    }
    try (Connection owner = Connections.open(Dsn.parse(credentials.adminDsn()))) {
      extend(owner);
    } catch (SQLException | SeaException e) {
      LOG.warn("cannot extend this server's own token and reader; it will try again", e);
    }
  }

  /** Takes both back. */
  @Override
  public synchronized void close() {
    closed = true;
    timer.shutdownNow();
    try (Connection owner = Connections.open(Dsn.parse(credentials.adminDsn()))) {
      new ServiceTokens(owner).endLease(credentials.token());
      new Readers(owner).drop(reader.user());
    } catch (SQLException e) {
      throw new SeaException(
          "cannot withdraw this server's token and reader role ("
              + Connections.firstLine(e)
              + "); they expire within "
              + LIFETIME.toMinutes()
              + " minutes",
          e);
    }
  }

  private void extend(Connection owner) throws SQLException {
    new ServiceTokens(owner).lease(workspaceId, credentials.token(), LIFETIME);
    new Readers(owner).lease(workspaceId, reader.user(), reader.password(), LIFETIME);
  }
}
