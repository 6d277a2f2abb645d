package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthIsToldOnceAChangeTest {
  private static final String THROWN = "broken";
  private static final CompletedTurn TURN = new CompletedTurn(1, List.of());

  @TempDir Path folder;

  private volatile ProviderHealth health = new ProviderHealth.Up();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** A host whose clock the test moves. */
  private final class Host implements HostContext {
    private final RecordingHost recording = new RecordingHost(folder);

    @Override
    public String hostName() {
      return "test";
    }

    @Override
    public Path dataDirectory() {
      return folder;
    }

    @Override
    public Clock clock() {
      return new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
    }

    @Override
    public ProviderListener listener() {
      return recording.listener();
    }

    /** What was said since it was asked last. */
    List<String> news() {
      List<String> news = List.copyOf(recording.notices());
      recording.notices().clear();
      return news;
    }
  }

  private MemoryManager open(Host host) {
    return MemoryManager.open(
        host,
        new FakeMemory("builtin", () -> new FakeSession("builtin")),
        new FakeMemory("ext", () -> new FakeSession("ext")) {
          @Override
          public ProviderHealth health() {
            if (health instanceof ProviderHealth.Down down && down.reason().equals(THROWN)) {
              throw new IllegalStateException(THROWN);
            }
            return health;
          }
        },
        ProviderConfig.of(Map.of(), Map.of()));
  }

  @Test
  void whereverTheHostComesBy() {
    Host host = new Host();
    MemoryManager manager = open(host);
    ManagedSession session = manager.openSession(SessionContext.primary("s", "test", null));
    session.onTurnStart(new TurnStart(1, "hello"));
    session.syncTurn(TURN);
    assertEquals(List.of(), host.news());

    health = new ProviderHealth.Degraded("writes wait");
    session.onTurnStart(new TurnStart(1, "hello"));
    now = now.plus(HealthWatch.MOMENT);
    session.onTurnStart(new TurnStart(1, "hello"));
    assertEquals(List.of("WARNING ext: is degraded: writes wait"), host.news());
    health = new ProviderHealth.Degraded("more writes wait");
    session.onTurnStart(new TurnStart(2, "hello"));
    session.syncTurn(TURN);
    assertEquals(List.of(), host.news());

    now = now.plusSeconds(60);
    health = new ProviderHealth.Down("disk full");
    session.flush(Duration.ZERO);
    assertEquals(List.of("ERROR ext: is down: disk full"), host.news());

    now = now.plusSeconds(30);
    health = new ProviderHealth.Up();
    session.syncTurn(TURN);
    assertEquals(List.of("INFO ext: has recovered after 95 s"), host.news());

    health = new ProviderHealth.Down("gone");
    manager.flush(Duration.ZERO);
    assertEquals(List.of("ERROR ext: is down: gone"), host.news());
    now = now.plusSeconds(1);
    health = new ProviderHealth.Up();
    manager.health();
    assertEquals(List.of("INFO ext: has recovered after 1 s"), host.news());
    manager.close();
  }

  @Test
  void howeverOftenOneFailsToSay() {
    Host host = new Host();
    try (MemoryManager manager = open(host)) {
      health = new ProviderHealth.Down(THROWN);
      for (int i = 0; i < 3; i++) {
        manager.health();
      }
      assertEquals(
          List.of("ERROR ext: is down: health() failed: IllegalStateException (broken)"),
          host.news());
      now = now.plusSeconds(2);
      health = new ProviderHealth.Up();
      manager.health();
      assertEquals(List.of("INFO ext: has recovered after 2 s"), host.news());
    }
  }

  @Test
  void aMomentOfTroubleIsNoNews() {
    Host host = new Host();
    try (MemoryManager manager = open(host)) {
      for (int i = 0; i < 3; i++) {
        health = new ProviderHealth.Degraded("the disk is slow");
        manager.health();
        now = now.plus(HealthWatch.MOMENT).minusMillis(1);
        manager.health();
        health = new ProviderHealth.Up();
        manager.health();
      }
      assertEquals(List.of(), host.news());
    }
  }

  @Test
  void thatAClosedProviderIsDownIsNoNews() {
    Host host = new Host();
    MemoryManager manager = open(host);
    manager.close();
    health = new ProviderHealth.Down("closed");
    assertEquals(health, manager.health().get("ext"));
    assertEquals(List.of(), host.news());
  }
}
