package dev.kora.memory.isokron.mcp.http;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;

/**
 * The one HTTP client of all transports of the process that speak TLS, or of all that do not. Ends
 * with the last of them where the JDK can do that (21 and later). On 17 it is only let go: its
 * selector thread and idle connections go when it is collected, and a transport made before that
 * takes it up again.
 */
final class SharedHttpClient {
  static final TransportThreads THREADS = new TransportThreads();

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long GOODBYE_MILLIS = 1_000;
  private static final SharedHttpClient TLS = new SharedHttpClient(UnaryOperator.identity());
  private static final SharedHttpClient PLAIN =
      new SharedHttpClient(client -> client.sslContext(new NoTls()));

  private final UnaryOperator<HttpClient.Builder> kind;
  private WeakReference<HttpClient> current = new WeakReference<>(null);
  private int users;

  private SharedHttpClient(UnaryOperator<HttpClient.Builder> kind) {
    this.kind = kind;
  }

  /** The one for endpoints of this scheme, which is {@code http} or {@code https}. */
  static SharedHttpClient of(String scheme) {
    return scheme.equals("http") ? PLAIN : TLS;
  }

  /** To be kept by who asks for it, and given back once. */
  synchronized HttpClient acquire() {
    HttpClient client = current.get();
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1) // rule 12
              .followRedirects(HttpClient.Redirect.NEVER) // rule 20
              .connectTimeout(CONNECT_TIMEOUT)
              .executor(THREADS);
      client = kind.apply(builder).build();
      current = new WeakReference<>(client);
    }
    users++;
    THREADS.keep();
    return client;
  }

  /** Gives it back. After the last user no thread of ours is left. */
  void release(HttpClient client) {
    synchronized (this) {
      if (--users == 0) {
        shutDown(client);
      }
    }
    if (THREADS.letGo()) {
      THREADS.join(GOODBYE_MILLIS);
    }
  }

  private void shutDown(HttpClient client) {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(client);
      current.clear();
    } catch (NoSuchMethodException e) {
      LogManager.getLogger(SharedHttpClient.class)
          .trace("[kora.isokron] this JDK's HTTP client cannot be closed", e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      LogManager.getLogger(SharedHttpClient.class)
          .debug("[kora.isokron] the HTTP client did not close", e);
    }
  }
}
