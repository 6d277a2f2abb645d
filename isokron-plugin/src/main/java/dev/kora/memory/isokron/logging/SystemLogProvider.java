package dev.kora.memory.isokron.logging;

import org.apache.logging.log4j.spi.Provider;

/** Tells Log4j's API where its loggers come from. */
public final class SystemLogProvider extends Provider {
  private static final int PRIORITY = 1000; // Log4j's own implementation has 10

  /** For Log4j, which finds this class by its service file. */
  public SystemLogProvider() {
    super(PRIORITY, CURRENT_VERSION, SystemLogContext.Factory.class);
  }
}
