package dev.kora.memory.isokron.mcp.http;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;

/** The threads on which answers are read. */
final class TransportThreads {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TransportThreads() {}

  static ExecutorService start() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "isokron-mcp-" + COUNT.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Ends the client where the JDK can (21 and later); on 17 its selector thread goes when the
   * client is collected.
   */
  static void stop(HttpClient http, ExecutorService threads) {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(http);
    } catch (NoSuchMethodException e) {
      LogManager.getLogger(TransportThreads.class)
          .trace("[kora.isokron] this JDK's HTTP client cannot be closed", e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      LogManager.getLogger(TransportThreads.class)
          .debug("[kora.isokron] the HTTP client did not close", e);
    }
    threads.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      threads.shutdownNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
