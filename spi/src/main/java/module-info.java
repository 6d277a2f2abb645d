/** The SPI of memory plugins, and what a host finds and runs them with. */
module dev.kora.memory.spi {
  requires static org.jspecify;

  exports dev.kora.memory.host;
  exports dev.kora.memory.spi;

  // So that plugins on the module path are bound, with the modules of the JDK that they need.
  uses dev.kora.memory.spi.MemoryProviderPlugin;
}
