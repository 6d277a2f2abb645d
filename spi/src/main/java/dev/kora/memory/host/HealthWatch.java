package dev.kora.memory.host;

import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells the user when a provider begins to do worse, and when it is well again: once a change. */
final class HealthWatch {
  /** Degraded for less is no news: a disk that is slow for once, a connection that is made anew. */
  static final Duration MOMENT = Duration.ofSeconds(5);

  private final Isolation isolation;
  private final Clock clock;
  private Class<? extends ProviderHealth> told = ProviderHealth.Up.class;
  private @Nullable Instant since;

  HealthWatch(Isolation isolation, Clock clock) {
    this.isolation = isolation;
    this.clock = clock;
  }

  /** A reason that changes is no news as long as the state is the same. */
  void saw(ProviderHealth health) {
    Instant now = clock.instant();
    Instant began;
    synchronized (this) {
      began = since == null ? now : since;
      since = health instanceof ProviderHealth.Up ? null : began;
      boolean passing =
          health instanceof ProviderHealth.Degraded && now.isBefore(began.plus(MOMENT));
      if (passing || health.getClass() == told) {
        return;
      }
      told = health.getClass();
    }
    if (health instanceof ProviderHealth.Degraded degraded) {
      isolation.notice(Notice.Level.WARNING, "is degraded: " + degraded.reason());
    } else if (health instanceof ProviderHealth.Down down) {
      isolation.notice(Notice.Level.ERROR, "is down: " + down.reason());
    } else {
      isolation.notice(
          Notice.Level.INFO,
          "has recovered after " + Duration.between(began, now).toSeconds() + " s");
    }
  }
}
