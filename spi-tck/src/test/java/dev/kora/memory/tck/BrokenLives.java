package dev.kora.memory.tck;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Plugins that begin too early, end too late, or expect one order; each breaks one rule. */
@SuppressWarnings("NullAway") // One of them forgets what is null.
final class BrokenLives {
  private static final String LEFT = "left-by-a-broken-memory";

  private BrokenLives() {}

  private static Thread waiting() {
    CountDownLatch never = new CountDownLatch(1);
    return new Thread(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            // It is over.
          }
        },
        LEFT);
  }

  /** Ends the threads that were left, by whichever copy of these classes. */
  static void endThreads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(LEFT)) {
        thread.interrupt();
      }
    }
  }

  /** Has its thread before anybody opened it; ends it in good time. M3. */
  public static class StartsEarly extends BrokenMemories.OtherProvider {
    private final Thread thread = waiting();

    /** As the service loader does. */
    public StartsEarly() {
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    MemoryProvider provider() {
      return new Provider() {
        @Override
        public void close() {
          thread.interrupt();
          super.close();
        }
      };
    }
  }

  /** Looks whether its server is there before anybody opened it. M3. */
  public static class ConnectsEarly extends GoodMemory {
    /** As the service loader does. */
    public ConnectsEarly() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 1)) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is not there, and nothing else is either.
      }
    }
  }

  /** Forgets the thread that delivers. M19. */
  public static class LeavesAThread extends BrokenMemories.OtherProvider {
    @Override
    MemoryProvider provider() {
      waiting().start();
      return new Provider();
    }
  }

  /** Forgets its shutdown hook. M20. */
  public static class LeavesAHook extends BrokenMemories.OtherProvider {
    @Override
    MemoryProvider provider() {
      Provider provider = new Provider();
      Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
      return provider;
    }
  }

  /** Counts on the turn's start. M21. */
  public static class NeedsATurn extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        private volatile String userText;

        @Override
        public void onTurnStart(TurnStart turn) {
          userText = turn.userText();
        }

        @Override
        public void syncTurn(CompletedTurn turn) {
          if (!userText.isEmpty()) {
            super.syncTurn(turn);
          }
        }
      };
    }
  }

  /** Knows one kind of switch. M21. */
  public static class OnlyResets extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public void onSessionSwitch(SessionSwitch change) {
          if (change.kind() != SessionSwitch.Kind.RESET) {
            throw new UnsupportedOperationException(change.kind() + " is to be done");
          }
        }
      };
    }
  }
}
