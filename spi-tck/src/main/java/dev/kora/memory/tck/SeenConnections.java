package dev.kora.memory.tck;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where a plugin connects to: the JDK's sockets and HTTP clients ask for a proxy first. Others are
 * answered as if this were not there.
 */
final class SeenConnections extends ProxySelector {
  private final OwnThreads threads;
  private final @Nullable ProxySelector real;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private SeenConnections(OwnThreads threads, @Nullable ProxySelector real) {
    this.threads = threads;
    this.real = real;
  }

  /** Runs it on a thread of these, and says what they connected to. */
  static List<String> during(OwnThreads threads, Callable<?> work) throws Exception {
    ProxySelector before = ProxySelector.getDefault();
    SeenConnections connections = new SeenConnections(threads, before);
    ProxySelector.setDefault(connections);
    try {
      threads.run(work);
    } finally {
      ProxySelector.setDefault(before);
    }
    return List.copyOf(connections.seen);
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (threads.isOwn(Thread.currentThread())) {
      seen.add(uri.toString());
    }
    return real == null ? List.of(Proxy.NO_PROXY) : real.select(uri);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    if (real != null) {
      real.connectFailed(uri, address, failure);
    }
  }
}
