package dev.kora.memory.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpiValuesCheckThemselvesTest {
  private static final ConfigField TOKEN =
      ConfigField.optional("token", "the token").withSecret().withEnvVar("TOKEN");

  private static void refused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }

  @Test
  void aValueIsTheConfiguredOneElseTheEnvironmentsElseTheDefault() {
    ConfigField mode = ConfigField.optional("mode", "m").withEnvVar("MODE").withDefault("auto");
    Map<String, String> environment = Map.of("MODE", "env");
    assertEquals(
        Optional.of("mine"), ProviderConfig.of(Map.of("mode", "mine"), environment).value(mode));
    assertEquals(
        Optional.of("env"), ProviderConfig.of(Map.of("mode", " "), environment).value(mode));
    assertEquals(Optional.of("auto"), ProviderConfig.of(Map.of(), Map.of()).value(mode));
    assertEquals(Optional.empty(), ProviderConfig.of(Map.of(), environment).value(TOKEN));
  }

  @Test
  void aConfigurationShowsItsKeysOnly() {
    ProviderConfig config =
        ProviderConfig.of(Map.of("token", "s3cret", "a", "b"), Map.of("TOKEN", "s3cret2"));
    assertEquals("ProviderConfig[a, token]", config.toString());
    assertEquals(Set.of("a", "token"), config.keys());
  }

  @Test
  void fieldsThatContradictThemselvesAreRefused() {
    refused(
        "key must match [a-z][a-z0-9_.-]{0,63} but is \"Bad Key\"",
        () -> ConfigField.required("Bad Key", "d"));
    refused("token is secret, so it cannot have a default", () -> TOKEN.withDefault("x"));
    refused(
        "k is required, so it cannot have a default",
        () -> ConfigField.required("k", "d").withDefault("x"));
    refused(
        "the default of k is \"c\", not one of [a, b]",
        () -> ConfigField.optional("k", "d").withChoices("a", "b").withDefault("c"));
  }

  @Test
  void listsAreCopied() {
    List<Message> messages = new ArrayList<>(List.of(Message.of(Message.Role.USER, "hi")));
    CompletedTurn turn = new CompletedTurn(1, messages);
    messages.clear();
    assertEquals(1, turn.messages().size());
    assertThrows(UnsupportedOperationException.class, () -> turn.messages().clear());
  }

  @Test
  void valuesThatMeanNothingAreRefused() {
    refused("sessionId must not be blank", () -> SessionContext.primary(" ", "cli", null));
    refused("workspaceId must not be blank", () -> SessionContext.primary("s", "cli", ""));
    refused("number must be 1 or more but is 0", () -> new TurnStart(0, ""));
    refused(
        "target must be \"memory\" or \"user\" but is \"x\"",
        () -> new MemoryWrite(MemoryWrite.Action.ADD, "x", "t"));
    refused("undelivered must not be negative but is -1", () -> new FlushResult(-1, ""));
    refused(
        "name must match [a-zA-Z_][a-zA-Z0-9_-]{0,63} but is \"a b\"",
        () -> new ToolSchema("a b", "d", "{}"));
    assertThrows(NullPointerException.class, () -> Message.of(Message.Role.USER, nothing()));
  }

  @Test
  void blankTextIsAWriteOnlyWhereItReplaces() {
    for (String blank : List.of("", " \n")) {
      refused(
          "text must not be blank", () -> new MemoryWrite(MemoryWrite.Action.ADD, "user", blank));
      refused(
          "text must not be blank",
          () -> new MemoryWrite(MemoryWrite.Action.REMOVE, "user", blank));
      assertEquals(blank, new MemoryWrite(MemoryWrite.Action.REPLACE, "user", blank).text());
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void aSessionThatImplementsNothingIsWhole() {
    try (MemorySession session = new MemorySession() {}) {
      assertEquals("", session.systemPromptBlock());
      assertEquals(List.of(), session.toolSchemas());
      assertEquals("{\"ok\":false,\"error\":\"unknown tool\"}", session.handleToolCall("x", "y"));
      assertTrue(session.flush(Duration.ZERO).complete());
      assertFalse(new FlushResult(1, "").complete());
    }
  }
}
