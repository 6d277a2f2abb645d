package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The host's own files stand in for a substrate that is out of reach, and for nothing else. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class LegacyMemoryTest {
  private static final String AWAY = "postgres://u:p@127.0.0.1:1/d";

  @TempDir Path data;

  private record FilesHost(Path dataDirectory, Optional<Path> files) implements HostContext {
    @Override
    public String hostName() {
      return "files";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public ProviderListener listener() {
      return ProviderListener.NONE;
    }

    @Override
    public Optional<Path> builtInMemory(SessionContext session) {
      return files.map(folder -> folder.resolve(session.sessionId()));
    }
  }

  private String block(String dsn, boolean enabled, boolean hasFiles) {
    Map<String, String> values =
        Map.of(
            "isokron_dsn",
            dsn,
            "mcp_endpoint",
            SharedSea.server().mcpEndpoint().toString(),
            "enable_legacy_fallback",
            String.valueOf(enabled),
            "read_timeout_seconds",
            dsn.equals(AWAY) ? "2" : "60");
    FilesHost host = new FilesHost(data, hasFiles ? Optional.of(data) : Optional.empty());
    try (MemoryProvider provider =
            new IsokronPlugin().open(ProviderConfig.of(values, Map.of()), host);
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", "org_elsewhere"))) {
      return session.systemPromptBlock();
    }
  }

  @Test
  void whileTheSubstrateIsAwayTheFilesAreServedWithALabel() throws Exception {
    Files.createDirectories(data.resolve("s"));
    Files.writeString(data.resolve("s/MEMORY.md"), "- one\r\n- two\u0007\n");
    assertEquals(
        """
        (IsoKron's substrate is out of reach. These are the host's own memory files, read-only; \
        charter, policies and capabilities are unknown until it answers.)

        MEMORY.md:
        - one
        - two�

        USER.md:
        <empty>""",
        block(AWAY, true, true));
  }

  @Test
  void aLongFileIsCut() throws Exception {
    Files.createDirectories(data.resolve("s"));
    Files.writeString(data.resolve("s/USER.md"), "x".repeat(100_000));
    String block = block(AWAY, true, true);
    assertTrue(block.endsWith("x\n…[cut at 32 KiB]"), block);
    assertTrue(block.length() < 33_500);
  }

  @Test
  void withoutTheSettingWithoutFilesOrWithoutACharterNoTurnStarts() {
    assertThrows(MemoryFailClosedException.class, () -> block(AWAY, false, true));
    assertThrows(MemoryFailClosedException.class, () -> block(AWAY, true, false));
    String here = SharedSea.server().credentials().readerDsn();
    assertThrows(MemoryFailClosedException.class, () -> block(here, true, true));
  }
}
