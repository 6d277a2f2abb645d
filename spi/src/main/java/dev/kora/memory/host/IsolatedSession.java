package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One provider's session behind its isolation. */
final class IsolatedSession {
  private final Isolation isolation;
  private final MemorySession session;
  private final OneAtATime calls;
  private final Runnable look;
  private final Set<String> withoutJson = ConcurrentHashMap.newKeySet();

  /** With something that looks after the provider's health. */
  IsolatedSession(Isolation isolation, MemorySession session, Runnable look) {
    this.isolation = isolation;
    this.session = session;
    this.look = look;
    this.calls = new OneAtATime(isolation);
  }

  Isolation isolation() {
    return isolation;
  }

  String provider() {
    return isolation.provider();
  }

  /** A moment to see how the provider is. */
  void look() {
    look.run();
  }

  /** Empty if the provider fails to give one; but if it does not answer, nothing may start. */
  String systemPromptBlock() {
    return calls.call(
        CallTerms.essential("systemPromptBlock", isolation.limits().prompt()),
        session::systemPromptBlock,
        "");
  }

  String prefetch(String query) {
    return calls.call(
        CallTerms.optional("prefetch", isolation.limits().prefetch()),
        () -> session.prefetch(query),
        "");
  }

  String onPreCompress(List<Message> messages) {
    return calls.call(
        CallTerms.optional("onPreCompress", isolation.limits().prompt()),
        () -> session.onPreCompress(messages),
        "");
  }

  /** A hook; whether it ended well. */
  boolean run(String what, Consumer<MemorySession> call) {
    return calls.call(
        CallTerms.optional(what, isolation.limits().hook()),
        Isolation.done(() -> call.accept(session)),
        false);
  }

  /** The host's own files may be read-only for an agent; of other providers nobody knows. */
  boolean takesWrites() {
    return !(session instanceof FlatFileSession files) || files.isWritable();
  }

  List<ToolSchema> toolSchemas() {
    // The copy is made inside, so that a list that holds null or throws counts as a failure.
    return calls.call(
        CallTerms.optional("toolSchemas", isolation.limits().open()),
        () -> List.copyOf(session.toolSchemas()),
        List.of());
  }

  /** Tools may be called at the same time as all else, so one that hangs holds up nothing. */
  String tool(String name, String argumentsJson) {
    String tool = "the tool " + name + " of " + provider();
    String answer =
        isolation.call(
            CallTerms.optional("tool " + name, isolation.limits().tool()),
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
    return calls.call(
        CallTerms.optional("flush", isolation.limits().flush(atMost)),
        () -> session.flush(atMost),
        Flushing.unknown(isolation.provider()));
  }

  /** A session that a call hangs in is closed when the call has come back. */
  void close() {
    calls.last(() -> isolation.close("close of a session", session::close));
  }
}
