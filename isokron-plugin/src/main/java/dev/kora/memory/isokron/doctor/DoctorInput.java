package dev.kora.memory.isokron.doctor;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to look at.
 *
 * @param config the host's YAML file
 * @param environment the variables that the host would have
 * @param workspace the workspace to look at; null for the one that the file names
 * @param emit whether to append an event to its chain, which stays there for ever
 * @param version this plugin's version
 */
public record DoctorInput(
    Path config,
    Map<String, String> environment,
    @Nullable String workspace,
    boolean emit,
    String version) {
  public DoctorInput {
    environment = Map.copyOf(environment);
  }

  /** Without the environment: it holds secrets. */
  @Override
  public String toString() {
    return "DoctorInput[" + config + ", " + workspace + ", emit=" + emit + "]";
  }
}
