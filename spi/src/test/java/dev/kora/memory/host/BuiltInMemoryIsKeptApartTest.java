package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionContext.AgentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInMemoryIsKeptApartTest {
  private static final MemoryWrite WRITE =
      new MemoryWrite(MemoryWrite.Action.ADD, MemoryWrite.USER, "likes tea");

  @TempDir Path temp;

  private static SessionContext context(
      AgentContext agent, @Nullable String workspace, @Nullable String user) {
    return new SessionContext("s", "test", agent, workspace, user, null);
  }

  private static MemorySession session(
      MemoryProvider provider, @Nullable String workspace, @Nullable String user) {
    return provider.openSession(context(AgentContext.PRIMARY, workspace, user));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> temp.relativize(f).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void eachWorkspaceAndUserHasAFolderAndSeesNoOthers() throws IOException {
    try (MemoryProvider provider = BuiltInMemory.in(temp)) {
      List<MemorySession> sessions =
          List.of(
              session(provider, null, null),
              session(provider, null, "ann"),
              session(provider, "org_acme", null),
              session(provider, "org_acme", "ann"),
              session(provider, "org_acme", "bob@example.com"));
      for (int i = 0; i < sessions.size(); i++) {
        sessions
            .get(i)
            .onMemoryWrite(
                new MemoryWrite(MemoryWrite.Action.ADD, MemoryWrite.USER, "canary " + i));
      }
      for (int i = 0; i < sessions.size(); i++) {
        assertEquals(
            "## What you know of the user (USER.md)\n\n- canary " + i,
            sessions.get(i).systemPromptBlock());
      }
    }
    assertEquals(
        List.of(
            "USER.md",
            "user-ann/USER.md",
            "workspace-org_acme/USER.md",
            "workspace-org_acme/user-ann/USER.md",
            "workspace-org_acme/user-bob%40example.com/USER.md"),
        files());
  }

  @Test
  void sessionsOfOneUserShareTheFiles() {
    try (MemoryProvider provider = BuiltInMemory.in(temp)) {
      MemorySession one = session(provider, "w", "u");
      session(provider, "w", "u").onMemoryWrite(WRITE);
      assertTrue(one.systemPromptBlock().contains("likes tea"));
    }
  }

  @Test
  void noIdLeadsOutOfTheFolderOrIntoAnothersEvenWhereCaseIsFolded() {
    List<String> ids =
        List.of(
            "..",
            ".",
            "../x",
            "a/b",
            "a\\b",
            "a:b",
            "a%2fb",
            "a b",
            "a",
            "A",
            "a.",
            "a..",
            "a%2e",
            "\u00e9",
            "e\u0301",
            "\ud800",
            "\ud801",
            "?",
            "\u0000",
            "%u0000",
            "nul",
            "C:\\x",
            "~",
            "x".repeat(100),
            "x".repeat(101),
            "x".repeat(5000),
            "X".repeat(5000),
            "\ud83d\ude00".repeat(200));
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String id : ids) {
      String name = IdFolder.name("user", id);
      assertTrue(names.add(name), () -> "the name " + name + " is there twice");
      assertTrue(name.matches("user-[a-z0-9_.%~-]{1,100}") && !name.endsWith("."), name);
      Path folder = temp.resolve(name).normalize();
      assertEquals(temp, folder.getParent());
    }
    assertEquals("user-%2e", IdFolder.name("user", "."));
    assertEquals("user-%41%e9%ud83d%ude00", IdFolder.name("user", "A\u00e9\ud83d\ude00"));
    // A long name cannot be made up as a short id.
    String longName = IdFolder.name("user", "x".repeat(101));
    assertFalse(names.add(longName));
    assertTrue(names.add(IdFolder.name("user", longName.substring("user-".length()))));
  }

  @ParameterizedTest
  @EnumSource(value = AgentContext.class, names = "PRIMARY", mode = EnumSource.Mode.EXCLUDE)
  void onlyThePrimaryAgentWritesAndTheOthersReadAndNothingIsMirrored(AgentContext agent) {
    RecordingHost host = new RecordingHost(temp);
    FakeSession external = new FakeSession("ext");
    try (MemoryManager manager =
        MemoryManager.open(
            host,
            BuiltInMemory.in(temp),
            new FakeMemory("ext", () -> external),
            ProviderConfig.of(Map.of(), Map.of()))) {
      ManagedSession primary = manager.openSession(context(AgentContext.PRIMARY, "w", null));
      ManagedSession other = manager.openSession(context(agent, "w", null));
      assertFalse(other.writeMemory(WRITE));
      assertEquals(List.of(), external.writes);
      assertEquals("ext's block", other.systemPromptBlock());
      assertTrue(primary.writeMemory(WRITE));
      assertTrue(other.systemPromptBlock().contains("likes tea"));
      assertEquals(List.of(WRITE), external.writes);
    }
    assertEquals(List.of(), host.notices());
  }
}
