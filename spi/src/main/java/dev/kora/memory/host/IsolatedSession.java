package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One provider's session behind its isolation. */
final class IsolatedSession {
  private final Isolation isolation;
  private final MemorySession session;
  private final Set<String> withoutJson = ConcurrentHashMap.newKeySet();

  IsolatedSession(Isolation isolation, MemorySession session) {
    this.isolation = isolation;
    this.session = session;
  }

  Isolation isolation() {
    return isolation;
  }

  String provider() {
    return isolation.provider();
  }

  /** Text that the provider has to give; empty if it fails to. */
  String text(String what, Function<MemorySession, String> call) {
    return isolation.call(what, () -> call.apply(session), "");
  }

  boolean run(String what, Consumer<MemorySession> call) {
    return isolation.run(what, () -> call.accept(session));
  }

  /** The host's own files may be read-only for an agent; of other providers nobody knows. */
  boolean takesWrites() {
    return !(session instanceof FlatFileSession files) || files.isWritable();
  }

  List<ToolSchema> toolSchemas() {
    // The copy is made inside, so that a list that holds null or throws counts as a failure.
    return isolation.call("toolSchemas", () -> List.copyOf(session.toolSchemas()), List.of());
  }

  String tool(String name, String argumentsJson) {
    String tool = "the tool " + name + " of " + provider();
    String answer =
        isolation.call(
            "tool " + name,
            () -> session.handleToolCall(name, argumentsJson),
            JsonError.of(tool + " failed"));
    if (JsonSyntax.isObject(answer)) {
      return answer;
    }
    // A model may call it again and again; the user needs to be told once.
    if (withoutJson.add(name)) {
      isolation.notice(
          Notice.Level.ERROR, "tool " + name + " answers no JSON object; the model gets an error");
    }
    return JsonError.of(tool + " answered no JSON object");
  }

  FlushResult flush(Duration atMost) {
    return isolation.call(
        "flush", () -> session.flush(atMost), Flushing.unknown(isolation.provider()));
  }

  void close() {
    isolation.close("close of a session", session::close);
  }
}
