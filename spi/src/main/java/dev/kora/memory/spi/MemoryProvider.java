package dev.kora.memory.spi;

import java.time.Duration;

/**
 * An open provider: connection pools, clients, an outbox; one per process.
 *
 * <p>Threads: every method may be called from several threads at once, {@link #close} too (rule
 * M14). Order: between {@link MemoryProviderPlugin#open} and {@link #close} in any order and any
 * number of times (rule M21). A caller that is interrupted gets its answer soon and keeps its
 * interrupt flag (rule M17).
 */
public interface MemoryProvider extends AutoCloseable {

  /**
   * Opens the memory of one conversation. A host may hold hundreds of sessions, of different
   * workspaces, at once; they do not see each other (rule M14).
   *
   * @param session who and where; fixed for the life of the session
   * @return never null; the caller closes it
   * @throws MemoryFailClosedException if no conversation may start; the host shows the message and
   *     starts none
   * @throws IllegalStateException if this provider is closed
   */
  MemorySession openSession(SessionContext session);

  /**
   * How this provider is, from what it already knows: no network, answers at once, never throws
   * (rule M7). Called as often as a host likes, on any thread, from its {@link ProviderListener}
   * too (rule M18), and after {@link #close} ({@link ProviderHealth.Down} is the answer then).
   *
   * @return never null
   */
  ProviderHealth health();

  /**
   * Waits until every write accepted so far, of all sessions, is delivered or the time is over
   * (rule M11). Does not keep others from writing meanwhile. After {@link #close}: answers at once
   * with what was left.
   *
   * <p>An interrupt ends the wait early; the thread's interrupt flag is set again (rule M17).
   *
   * @param atMost how long to wait at most; zero only looks
   * @return what is left, never null; never an exception
   */
  FlushResult flush(Duration atMost);

  /**
   * Ends this provider and the sessions that are still open: delivers what it can within a bounded
   * time, then stops its threads and releases everything. Calling it again does nothing (rule M12).
   * Does not throw.
   *
   * <p>Afterwards no thread of this provider keeps the JVM alive (rule M19), and nothing that it
   * left behind keeps its classes from being unloaded (rule M20). An interrupted caller does not
   * cut it short (rule M17).
   */
  @Override
  void close();
}
