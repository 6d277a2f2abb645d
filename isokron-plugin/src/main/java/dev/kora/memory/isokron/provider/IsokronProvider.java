package dev.kora.memory.isokron.provider;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The open provider. */
final class IsokronProvider implements MemoryProvider {
  private static final Duration LAST_DELIVERIES = Duration.ofSeconds(5);

  /** How long the first session may wait for what Sea grants. */
  private static final Duration FIRST_MATRIX = Duration.ofSeconds(1);

  /** The capability of a server that takes a write under one key only once. */
  private static final String IDEMPOTENT = "dev.kora/idempotent-append";

  private final Wiring parts;
  private final Set<IsokronSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean opened = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  IsokronProvider(Wiring parts) {
    this.parts = parts;
  }

  @Override
  public MemorySession openSession(SessionContext context) {
    if (closed.get()) {
      throw new IllegalStateException("the provider is closed");
    }
    if (!opened.getAndSet(true)) {
      // So that a right that Sea denies is denied from the first call on, where Sea is quick.
      parts.reads().capabilities().warm();
      parts.reads().capabilities().await(FIRST_MATRIX);
    }
    String workspace = context.workspaceId();
    if (workspace == null) {
      workspace = parts.config().defaultWorkspaceId();
    }
    IsokronSession session = new IsokronSession(parts, context, workspace, sessions::remove);
    sessions.add(session);
    if (closed.get()) {
      // Closing may have looked at the sessions before this one was there.
      session.close();
      throw new IllegalStateException("the provider is closed");
    }
    return session;
  }

  @Override
  public ProviderHealth health() {
    if (closed.get()) {
      return new ProviderHealth.Down("closed");
    }
    List<String> troubles = new ArrayList<>(parts.reads().troubles());
    parts.outbox().trouble().ifPresent(t -> troubles.add("writes wait: " + t));
    parts.outbox().missing().ifPresent(troubles::add);
    parts.outbox().memoryOnly().ifPresent(t -> troubles.add("writes are in memory only: " + t));
    List<String> others = parts.others().getNow(List.of());
    if (!others.isEmpty()) {
      troubles.add("writes for other servers wait: " + String.join(", ", others));
    }
    long parked = parts.outbox().counters().parked();
    if (parked > 0) {
      troubles.add(parked + " writes are parked");
    }
    if (parts.client().server().isPresent() && !parts.client().announces(IDEMPOTENT)) {
      troubles.add("the server does not announce " + IDEMPOTENT + ": a write may be there twice");
    }
    return troubles.isEmpty()
        ? new ProviderHealth.Up()
        : new ProviderHealth.Degraded(String.join("; ", troubles));
  }

  @Override
  public FlushResult flush(Duration atMost) {
    return flush(parts, null, atMost);
  }

  static FlushResult flush(Wiring parts, @Nullable String workspace, Duration atMost) {
    long left = parts.outbox().flush(workspace, atMost);
    if (left == 0) {
      return FlushResult.nothingLeft();
    }
    String why = parts.outbox().trouble().map(t -> ": " + t).orElse("");
    return new FlushResult(left, left + " writes are not delivered yet" + why);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Closing is bounded anyway; an interrupt must not cost what is still to be delivered.
    boolean interrupted = Thread.interrupted();
    try {
      List.copyOf(sessions).forEach(IsokronSession::close);
      parts.outbox().close(LAST_DELIVERIES);
    } finally {
      interrupted |= Thread.interrupted();
      try {
        parts.reads().close();
      } finally {
        try {
          parts.client().close();
        } finally {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }
  }
}
