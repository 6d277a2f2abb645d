package dev.kora.memory.isokron.substrate;

import dev.kora.memory.isokron.json.OneLine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One kind of read, cached by workspace: at most one is under way for a workspace, and the last
 * good value is served while it cannot be read again. Of the 256 workspaces asked about last. Safe
 * for all threads; runs no read on the caller's.
 */
public final class CachedRead<T> {
  private static final Logger LOG = LogManager.getLogger(CachedRead.class);
  private static final int MAX_WORKSPACES = 256;
  private static final Duration COOL_OFF = Duration.ofSeconds(2);
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final Source<T> source;
  private final ReadTerms terms;
  private final Map<String, CachedValue<T>> values =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CachedValue<T>> eldest) {
          return size() > MAX_WORKSPACES;
        }
      };

  /** Where the values come from; called on the executor's threads. */
  @FunctionalInterface
  public interface Source<T> {
    /** Reads, within a limit of its own. */
    T of(String workspace) throws SubstrateException, CharterException;
  }

  /** Makes the cache; {@code name} is what health and logs call it. */
  public CachedRead(String name, Source<T> source, ReadTerms terms) {
    this.name = name;
    this.source = source;
    this.terms = terms;
  }

  /** Starts a read unless there is a fresh value, one is under way, or one has just failed. */
  public void warm(String workspace) {
    synchronized (values) {
      CachedValue<T> value = of(workspace);
      if (value.fresh(now(), terms.ttl()).isEmpty() && value.flight == null && !coolsOff(value)) {
        start(workspace, value);
      }
    }
  }

  /**
   * The value, waited for if need be: up to the given time where there is none; a second at most
   * where an old one can serve or the last read failed; not at all for a moment after a failure.
   */
  public Reading<T> get(String workspace, Duration atMost) {
    long start = now();
    long needed = -1;
    while (true) {
      CachedValue<T> value;
      CachedValue.Flight<T> flight;
      long patience;
      synchronized (values) {
        value = of(workspace);
        Optional<Reading<T>> fresh = value.fresh(start, terms.ttl());
        if (fresh.isPresent()) {
          return fresh.get();
        }
        if (coolsOff(value)) {
          return value.instead(terms.servesOld());
        }
        if (needed < 0) {
          needed = value.generation;
        }
        flight = value.flight == null ? start(workspace, value) : value.flight;
        patience = patience(value, flight, atMost) - (now() - start);
      }
      if (!flight.await(patience)) {
        synchronized (values) {
          // It may have come in just now.
          if (flight.result != null && flight.generation >= needed) {
            return flight.result;
          }
          if (!Thread.currentThread().isInterrupted()) {
            value.gaveUp(flight, now());
          }
          return value.instead(terms.servesOld());
        }
      }
      synchronized (values) {
        // Begun before an event that this caller already knows of: once more.
        if (flight.generation >= needed) {
          return flight.result == null ? value.instead(terms.servesOld()) : flight.result;
        }
      }
    }
  }

  /** The last good value, if there is one, however old. Reads nothing. */
  public Optional<T> last(String workspace) {
    synchronized (values) {
      CachedValue<T> value = values.get(workspace);
      return value == null || value.last == null
          ? Optional.empty()
          : Optional.of(value.last.value());
    }
  }

  /**
   * The next question about a workspace goes to the substrate; failing that, the old value serves.
   */
  public void expire(String workspace) {
    synchronized (values) {
      CachedValue<T> value = values.get(workspace);
      if (value != null) {
        value.expire();
      }
    }
  }

  /** As if the workspace had never been asked about. */
  public void forget(String workspace) {
    synchronized (values) {
      CachedValue<T> value = values.get(workspace);
      if (value != null) {
        value.forget();
      }
    }
  }

  /** What could not be read lately, in one sentence, unless a later read worked. */
  public Optional<String> trouble() {
    synchronized (values) {
      return values.values().stream()
          .flatMap(value -> value.trouble(terms.servesOld(), now()).stream())
          .findFirst()
          .map(trouble -> name + ": " + trouble);
    }
  }

  private CachedValue<T> of(String workspace) {
    return values.computeIfAbsent(workspace, w -> new CachedValue<>());
  }

  private boolean coolsOff(CachedValue<T> value) {
    return value.flight == null
        && value.failure != null
        && now() - value.failedAt < COOL_OFF.toNanos();
  }

  private long patience(CachedValue<T> value, CachedValue.Flight<T> flight, Duration atMost) {
    if (!terms.servesOld()) {
      return atMost.toNanos();
    }
    if (flight.abandoned) {
      return 0;
    }
    return value.last == null && value.failure == null
        ? atMost.toNanos()
        : Math.min(IMPATIENCE.toNanos(), atMost.toNanos());
  }

  private CachedValue.Flight<T> start(String workspace, CachedValue<T> value) {
    CachedValue.Flight<T> flight = value.start(now());
    try {
      terms
          .executor()
          .execute(
              new CancellableTask(
                  () -> read(workspace, value, flight),
                  () -> notRead(value, flight, "the provider is closed", false)));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // The error is that of a thread that cannot be started.
      notRead(value, flight, "busy: too many reads are under way, or too many threads", true);
    } catch (RuntimeException | Error e) {
      // Or it would be under way for ever, and no other would be started.
      notRead(value, flight, "it could not be started", false);
      throw e;
    }
    return flight;
  }

  private void notRead(
      CachedValue<T> value, CachedValue.Flight<T> flight, String why, boolean away) {
    synchronized (values) {
      value.failed(flight, why, away, now());
    }
    flight.done.complete(null);
  }

  private void read(String workspace, CachedValue<T> value, CachedValue.Flight<T> flight) {
    String why = "an unexpected error";
    boolean away = false;
    try {
      T read = source.of(workspace);
      synchronized (values) {
        value.arrived(flight, new Reading.Fresh<>(read, terms.clock().instant()));
      }
    } catch (SubstrateException | CharterException e) {
      why = String.valueOf(e.getMessage());
      away = e instanceof SubstrateException trouble && trouble.isAway();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("[kora.isokron] reading {} ended in an unexpected error", name, e);
    } finally {
      ended(workspace, value, flight, why, away);
    }
  }

  /** The read is over, whatever it met; one that brought nothing has failed. */
  private void ended(
      String workspace,
      CachedValue<T> value,
      CachedValue.Flight<T> flight,
      String why,
      boolean away) {
    boolean first = false;
    synchronized (values) {
      if (value.flight == flight) {
        first = value.failure == null;
        value.failed(flight, why, away, now());
      }
    }
    flight.done.complete(null);
    if (first) {
      // An interrupted read is that of a provider that closes: nobody's trouble.
      LOG.log(
          Thread.currentThread().isInterrupted() ? Level.DEBUG : Level.WARN,
          "[kora.isokron] {} of the workspace {}: {}",
          name,
          OneLine.of(workspace),
          why);
    }
  }

  private long now() {
    return terms.nanos().getAsLong();
  }
}
