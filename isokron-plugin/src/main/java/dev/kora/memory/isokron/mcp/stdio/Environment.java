package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.config.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The child's environment: what any program needs, and the token (rule 24). */
final class Environment {
  /** The variable in which the child finds its token. */
  static final String TOKEN = "KORA_SERVICE_TOKEN";

  private static final Set<String> POSIX =
      Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL", "TERM");

  // What the official SDKs keep, and what cmd.exe and Winsock do not work without.
  private static final Set<String> WINDOWS =
      Set.of(
          "APPDATA",
          "COMSPEC",
          "HOMEDRIVE",
          "HOMEPATH",
          "LOCALAPPDATA",
          "NUMBER_OF_PROCESSORS",
          "PATH",
          "PATHEXT",
          "PROCESSOR_ARCHITECTURE",
          "PROGRAMDATA",
          "PROGRAMFILES",
          "SYSTEMDRIVE",
          "SYSTEMROOT",
          "TEMP",
          "TMP",
          "TZ",
          "USERNAME",
          "USERPROFILE",
          "WINDIR");

  private Environment() {}

  /** Cuts an environment down to the list and adds the token. */
  static void reduce(Map<String, String> environment, @Nullable Secret token, boolean windows) {
    // Shells export functions as values that start so.
    environment
        .entrySet()
        .removeIf(e -> !isKept(e.getKey(), windows) || e.getValue().startsWith("()"));
    if (token != null) {
      environment.put(TOKEN, token.reveal());
    }
  }

  private static boolean isKept(String name, boolean windows) {
    return windows
        ? WINDOWS.contains(name.toUpperCase(Locale.ROOT))
        : POSIX.contains(name) || name.startsWith("LC_");
  }
}
