package dev.kora.memory.sea.cli;

import picocli.CommandLine.IVersionProvider;

/** The jar's own version. */
final class SeaVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = SeaVersion.class.getPackage().getImplementationVersion();
    return new String[] {"sea-server " + (version == null ? "development" : version)};
  }
}
