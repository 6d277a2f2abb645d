package dev.kora.memory.spi;

/** The version of this SPI. */
public final class MemorySpi {
  /**
   * The SPI version that this library implements. A plugin answers with the constant it was
   * compiled against, so a host can tell a plugin that is newer than itself.
   */
  public static final int VERSION = 1;

  private MemorySpi() {}
}
