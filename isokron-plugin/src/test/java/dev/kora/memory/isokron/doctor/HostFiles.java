package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.sea.SeaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes hosts' files, and has the doctor look at them. */
final class HostFiles {
  private final Path folder;

  HostFiles(Path folder) {
    this.folder = folder;
  }

  /** The settings of a workspace of a Sea. */
  static Map<String, String> settings(SeaServer sea, SeaWorkspace workspace) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("isokron_dsn", workspace.readerDsn());
    settings.put("mcp_endpoint", sea.mcpEndpoint().toString());
    settings.put("mcp_service_token", workspace.token());
    settings.put("default_workspace_id", workspace.id());
    return settings;
  }

  /** Settings with one that is another. */
  static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> other = new LinkedHashMap<>(settings);
    other.put(key, value);
    return other;
  }

  Path write(Map<String, String> settings) throws IOException {
    return write(
        "memory:\n  provider: isokron\n  data_dir: data\nplugins:\n  entries:\n    isokron:\n"
            + settings.entrySet().stream()
                .map(entry -> "      " + entry.getKey() + ": '" + entry.getValue() + "'\n")
                .collect(Collectors.joining()));
  }

  Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("host.yml"), yaml);
  }

  Examined examine(Map<String, String> settings) throws IOException {
    return examine(write(settings), Map.of(), null, false);
  }

  Examined emit(Map<String, String> settings) throws IOException {
    return examine(write(settings), Map.of(), null, true);
  }

  static Examined examine(
      Path file, Map<String, String> environment, @Nullable String workspace, boolean emit) {
    List<String> slow = new ArrayList<>();
    List<Check> heard = new ArrayList<>();
    DoctorListener listener =
        new DoctorListener() {
          @Override
          public void checked(Check check) {
            heard.add(check);
          }

          @Override
          public void waiting(String name) {
            slow.add(name);
          }
        };
    DoctorInput input = new DoctorInput(file, environment, workspace, emit, "1.2.3");
    try (Doctor doctor = new Doctor(input, listener)) {
      List<Check> checks = doctor.run();
      if (!checks.equals(heard)) {
        throw new AssertionError(checks + " were told as " + heard);
      }
      return new Examined(checks, slow);
    }
  }
}
