package dev.kora.memory.isokron.logging;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.spi.ExtendedLogger;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.jspecify.annotations.Nullable;

/** All loggers of Log4j's API: one for each name and way to make messages. */
final class SystemLogContext implements LoggerContext {
  private static final MessageFactory MESSAGES = ParameterizedMessageFactory.INSTANCE;

  private final Map<Key, ExtendedLogger> loggers = new ConcurrentHashMap<>();

  private record Key(String name, MessageFactory messages) {
    static Key of(String name, @Nullable MessageFactory messages) {
      return new Key(name, messages == null ? MESSAGES : messages);
    }
  }

  /** Gives the one context, whoever asks: there is nothing to configure. */
  public static final class Factory implements LoggerContextFactory {
    private final LoggerContext context = new SystemLogContext();

    /** For Log4j. */
    public Factory() {}

    @Override
    public LoggerContext getContext(
        String fqcn,
        @Nullable ClassLoader loader,
        @Nullable Object externalContext,
        boolean currentContext) {
      return context;
    }

    @Override
    public LoggerContext getContext(
        String fqcn,
        @Nullable ClassLoader loader,
        @Nullable Object externalContext,
        boolean currentContext,
        @Nullable URI configLocation,
        @Nullable String name) {
      return context;
    }

    @Override
    public void removeContext(LoggerContext removed) {}

    @Override
    public boolean isClassLoaderDependent() {
      return false;
    }
  }

  @Override
  public @Nullable Object getExternalContext() {
    return null;
  }

  @Override
  public ExtendedLogger getLogger(String name) {
    return getLogger(name, MESSAGES);
  }

  @Override
  public ExtendedLogger getLogger(String name, @Nullable MessageFactory messages) {
    return loggers.computeIfAbsent(
        Key.of(name, messages), key -> new SystemLogLogger(key.name(), key.messages()));
  }

  @Override
  public boolean hasLogger(String name) {
    return hasLogger(name, MESSAGES);
  }

  @Override
  public boolean hasLogger(String name, @Nullable MessageFactory messages) {
    return loggers.containsKey(Key.of(name, messages));
  }

  @Override
  public boolean hasLogger(String name, Class<? extends MessageFactory> messages) {
    return loggers.keySet().stream()
        .anyMatch(key -> key.name().equals(name) && messages.isInstance(key.messages()));
  }
}
