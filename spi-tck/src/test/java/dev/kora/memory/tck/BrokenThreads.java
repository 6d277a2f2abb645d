package dev.kora.memory.tck;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.DeliveryCounters;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Plugins that do not reckon with the threads of a host; each breaks one rule. */
final class BrokenThreads {
  private BrokenThreads() {}

  /** Asks a connection how it is that only one thread may use. M7. */
  public static class OneThreadsHealth extends BrokenMemories.OtherProvider {
    @Override
    MemoryProvider provider() {
      Thread owner = Thread.currentThread();
      return new Provider() {
        @Override
        public ProviderHealth health() {
          if (Thread.currentThread() != owner) {
            throw new IllegalStateException("not the thread that opened the connection");
          }
          return super.health();
        }
      };
    }
  }

  /** Keeps what a tool works on in a field. M14. */
  public static class OneToolAtATime extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      AtomicBoolean busy = new AtomicBoolean();
      CountDownLatch never = new CountDownLatch(1);
      return new Session(provider, context) {
        @Override
        public String handleToolCall(String toolName, String argumentsJson) {
          if (!busy.compareAndSet(false, true)) {
            throw new ConcurrentModificationException();
          }
          try {
            // Long enough for another call to come in between.
            var unused = never.await(20, TimeUnit.MILLISECONDS);
            return super.handleToolCall(toolName, argumentsJson);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "{}";
          } finally {
            busy.set(false);
          }
        }
      };
    }
  }

  /** Takes an interrupt for the end of the wait, and tells nobody. M17. */
  public static class SwallowsInterrupts extends BrokenMemories.OtherProvider {
    @Override
    MemoryProvider provider() {
      return new Provider() {
        @Override
        public FlushResult flush(Duration atMost) {
          Thread.interrupted();
          return super.flush(atMost);
        }
      };
    }
  }

  /** Waits for the disk with the flag that says "be quick" put aside. M17. */
  public static class SwallowsInterruptsInHooks extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public void syncTurn(CompletedTurn turn) {
          Thread.interrupted();
          super.syncTurn(turn);
        }
      };
    }
  }

  /** Has something to deliver and waits for it, whoever wants it to stop. M17. */
  public static class WaitsAllTheSame extends BrokenMemories.OtherProvider {
    @Override
    MemoryProvider provider() {
      CountDownLatch delivered = new CountDownLatch(1);
      return new Provider() {
        @Override
        public FlushResult flush(Duration atMost) {
          // What nobody else waits for, or the other rules would take their time too.
          boolean interrupted = Thread.interrupted();
          while (interrupted && delivered.getCount() > 0) {
            try {
              delivered.await();
            } catch (InterruptedException e) {
              // and again
            }
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          return super.flush(atMost);
        }

        @Override
        public void close() {
          delivered.countDown();
          super.close();
        }
      };
    }
  }

  /** A plugin that tells its host of each turn. */
  abstract static class Telling extends GoodMemory {
    @Override
    public MemoryProvider open(ProviderConfig config, HostContext host) {
      super.open(config, host).close();
      return provider(host.listener());
    }

    abstract MemoryProvider provider(ProviderListener listener);

    static void tell(ProviderListener listener) {
      listener.onCounters(new DeliveryCounters(0, 1, 0, 0, 0, Duration.ZERO, 0));
    }
  }

  /** Tells its host under the lock that all its calls take. M18. */
  public static class TellsUnderItsLock extends Telling {
    @Override
    MemoryProvider provider(ProviderListener listener) {
      return new Provider() {
        @Override
        public MemorySession openSession(SessionContext context) {
          Provider provider = this;
          return new Session(provider, context) {
            @Override
            public void syncTurn(CompletedTurn turn) {
              synchronized (provider) {
                super.syncTurn(turn);
                tell(listener);
              }
            }
          };
        }

        @Override
        public synchronized ProviderHealth health() {
          return super.health();
        }
      };
    }
  }

  /** Is not done with one call when the host hears of it. M18. */
  public static class NotReadyForTheAnswer extends Telling {
    @Override
    MemoryProvider provider(ProviderListener listener) {
      Set<Thread> writing = ConcurrentHashMap.newKeySet();
      return new Provider() {
        @Override
        public MemorySession openSession(SessionContext context) {
          return new Session(this, context) {
            @Override
            public void syncTurn(CompletedTurn turn) {
              if (!writing.add(Thread.currentThread())) {
                throw new ConcurrentModificationException();
              }
              super.syncTurn(turn);
              tell(listener);
              writing.remove(Thread.currentThread());
            }
          };
        }
      };
    }
  }
}
