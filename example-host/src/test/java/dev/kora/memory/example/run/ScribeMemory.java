package dev.kora.memory.example.run;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import dev.kora.memory.spi.TurnStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What {@link ScribePlugin} opens: provider and session in one. */
final class ScribeMemory implements MemoryProvider, MemorySession {
  private final HostContext host;
  private final Path calls;
  private final int closedIn;
  private int turn;

  ScribeMemory(HostContext host, int closedIn) {
    this.host = host;
    this.calls = host.dataDirectory().resolve("calls.txt");
    this.closedIn = closedIn;
  }

  private void wrote(String call) {
    try {
      Files.writeString(calls, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MemorySession openSession(SessionContext session) {
    wrote("open " + session.workspaceId());
    return this;
  }

  @Override
  public ProviderHealth health() {
    return new ProviderHealth.Up();
  }

  @Override
  public FlushResult flush(Duration atMost) {
    wrote("flush");
    return FlushResult.nothingLeft();
  }

  @Override
  public void close() {
    wrote("close");
  }

  @Override
  public String systemPromptBlock() {
    wrote("prompt");
    if (turn >= closedIn) {
      throw new MemoryFailClosedException("the charter is gone; put it back");
    }
    return "I am a scribe.";
  }

  @Override
  public String prefetch(String query) {
    wrote("prefetch " + query);
    return query.isEmpty() ? "" : "- [1] about " + query + "\u001b[2J";
  }

  @Override
  public void queuePrefetch(String query) {
    wrote("queue " + query);
  }

  @Override
  public void syncTurn(CompletedTurn completed) {
    wrote("sync " + completed.number() + " " + texts(completed.messages()));
    host.listener()
        .onDelivery(
            new Delivery(
                Delivery.State.DELIVERED, "w", "turn", new UUID(0, 1), "kept-" + turn, null));
  }

  @Override
  public List<ToolSchema> toolSchemas() {
    return List.of(new ToolSchema("echo", "Says it again.", "{\"type\":\"object\"}"));
  }

  @Override
  public String handleToolCall(String toolName, String argumentsJson) {
    wrote("tool " + toolName + " " + argumentsJson);
    return "{\"ok\":true,\"echo\":" + argumentsJson + "}";
  }

  @Override
  public void onTurnStart(TurnStart started) {
    turn = started.number();
    wrote("turn " + turn + " " + started.userText());
  }

  @Override
  public void onSessionSwitch(SessionSwitch change) {
    wrote("switch " + change.kind());
  }

  @Override
  public void onSessionEnd(List<Message> messages) {
    wrote("end " + texts(messages));
  }

  private static String texts(List<Message> messages) {
    return messages.stream()
        .map(message -> message.role().name().charAt(0) + ":" + message.text())
        .collect(Collectors.joining(","));
  }
}
