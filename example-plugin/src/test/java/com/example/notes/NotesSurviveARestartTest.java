package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesSurviveARestartTest {
  @TempDir private Path folder;

  private record Host(Path dataDirectory) implements HostContext {
    @Override
    public String hostName() {
      return "test";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public ProviderListener listener() {
      return ProviderListener.NONE;
    }
  }

  private String in(String workspace, String tool, String arguments) {
    try (MemoryProvider provider =
            new NotesPlugin().open(ProviderConfig.of(Map.of(), Map.of()), new Host(folder));
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", workspace))) {
      return session.handleToolCall(tool, arguments);
    }
  }

  @Test
  void andOtherWorkspacesDoNotSeeThem() {
    String added = in("acme", "note_add", "{\"text\":\"Deploys are on Tuesday.\"}");
    assertTrue(added.startsWith("{\"ok\":true"), added);

    String found = in("acme", "note_find", "{\"query\":\"when are deploys?\"}");
    assertTrue(found.contains("Deploys are on Tuesday."), found);
    assertEquals("{\"ok\":true,\"notes\":[]}", in("other", "note_find", "{\"query\":\"deploys\"}"));
  }
}
