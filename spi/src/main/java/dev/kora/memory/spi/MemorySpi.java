package dev.kora.memory.spi;

/** The version of this SPI. */
public final class MemorySpi {
  /**
   * The SPI version that this library implements. A plugin answers with the constant it was
   * compiled against (the compiler copies it into the plugin), so a host can tell a plugin that is
   * newer than itself. It grows only when an older host cannot run a newer plugin.
   */
  public static final int VERSION = 1;

  private MemorySpi() {}
}
