package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.config.IsokronConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The host's file and the settings in it: all problems at once, no secrets. */
final class ConfigChecks {
  static final String FILE = "config.file";
  static final String SETTINGS = "config.settings";

  /**
   * What the other checks go by.
   *
   * @param dataDir where the host keeps its files, or null
   */
  record Read(IsokronConfig config, @Nullable Path dataDir) {}

  private final DoctorInput input;

  ConfigChecks(DoctorInput input) {
    this.input = input;
  }

  /** Checks; null when there is nothing to go on with. */
  @Nullable Read run(Round round) {
    HostFileReader reader = new HostFileReader(input.config(), input.environment());
    HostFile file;
    try {
      file = reader.read();
    } catch (IOException e) {
      round.add(
          FILE,
          Finding.fail(
              String.valueOf(e.getMessage()),
              "give the host's YAML file with --config; its settings stand under"
                  + " plugins.entries.isokron"));
      return null;
    }
    String provider = file.provider();
    round.add(
        FILE,
        provider == null || provider.equals("isokron")
            ? Finding.ok(input.config() + ", " + file.settings().size() + " settings")
            : Finding.warn(
                input.config() + " makes the host use another memory provider: " + provider,
                "set memory.provider: isokron to use this one"));
    return settings(round, reader.problems(), file);
  }

  private static @Nullable Read settings(Round round, Map<String, String> unread, HostFile file) {
    unread.forEach((key, problem) -> problem(round, key + ": " + problem));
    ConfigResult result = IsokronConfig.parse(file);
    if (result instanceof ConfigResult.Invalid invalid) {
      for (String problem : invalid.problems()) {
        // What could not be read only seems to be missing.
        if (unread.keySet().stream().noneMatch(key -> problem.startsWith(key + ":"))) {
          problem(round, problem);
        }
      }
      return null;
    }
    IsokronConfig config = ((ConfigResult.Valid) result).config();
    round.hide(config.token());
    round.hide(config.substrate().password());
    if (!unread.isEmpty()) {
      return null;
    }
    round.add(SETTINGS, Finding.ok("all usable"));
    return new Read(config, file.dataDir());
  }

  private static void problem(Round round, String problem) {
    round.add(SETTINGS, Finding.fail(problem, "mend it in the file or in the environment"));
  }
}
