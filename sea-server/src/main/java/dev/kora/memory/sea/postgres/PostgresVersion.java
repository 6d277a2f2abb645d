package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.InputStream;
import java.util.Locale;

/** Which Postgres this build carries, and for which platform. */
final class PostgresVersion {
  /** Names the folder that the binaries are unpacked to: another version gets another one. */
  static final String FULL = "18.6.0";

  static final String MAJOR = "18";

  private PostgresVersion() {}

  /** Opens the archive for this machine. */
  static InputStream archive() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    String name = "/postgres-" + system + "-" + machine + ".txz";
    InputStream stream = PostgresVersion.class.getResourceAsStream(name);
    if (stream == null) {
      throw new SeaException(
          "this build carries no Postgres for "
              + system
              + " "
              + arch
              + ": use --dsn with another Postgres, or build with -Pall-platforms");
    }
    return stream;
  }
}
