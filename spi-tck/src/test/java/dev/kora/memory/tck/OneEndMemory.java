package dev.kora.memory.tck;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A sound plugin that counts on the host's promise to end no conversation twice (rule H5). */
public final class OneEndMemory extends GoodMemory {
  static final AtomicInteger ENDS = new AtomicInteger();

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    super.open(config, host).close();
    return new Provider() {
      @Override
      public MemorySession openSession(SessionContext context) {
        return new OneEndSession(this, context);
      }
    };
  }

  private static final class OneEndSession extends Session {
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile String id;

    OneEndSession(Provider provider, SessionContext context) {
      super(provider, context);
      this.id = context.sessionId();
    }

    @Override
    public void onSessionEnd(List<Message> messages) {
      ENDS.incrementAndGet();
      if (!ended.add(id)) {
        throw new IllegalStateException(id + " was ended before");
      }
    }

    @Override
    public void onSessionSwitch(SessionSwitch change) {
      id = change.newSessionId();
    }
  }
}
