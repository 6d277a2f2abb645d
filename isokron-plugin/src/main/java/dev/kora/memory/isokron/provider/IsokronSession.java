package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import dev.kora.memory.spi.TurnStart;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** One conversation. Its workspace is settled when it is opened. */
final class IsokronSession implements MemorySession {
  private static final Logger LOG = LogManager.getLogger(IsokronSession.class);
  private static final int PREVIEW = 200;
  private static final int DELEGATION_TEXT = 2_000;

  private final Wiring parts;
  private final @Nullable String workspace;
  private final boolean mayWrite;
  private final Consumer<IsokronSession> onClose;
  private final @Nullable Recall recall;
  private final @Nullable SessionPrompt prompt;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile String sessionId;
  private volatile boolean closed;

  IsokronSession(
      Wiring parts,
      SessionContext context,
      @Nullable String workspace,
      Consumer<IsokronSession> onClose) {
    this.parts = parts;
    this.workspace = workspace;
    this.mayWrite = context.agentContext() == SessionContext.AgentContext.PRIMARY;
    this.onClose = onClose;
    this.recall = workspace == null ? null : new Recall(parts, workspace);
    this.prompt = workspace == null ? null : new SessionPrompt(parts, context, workspace, mayWrite);
    this.sessionId = context.sessionId();
  }

  @Override
  public void onTurnStart(TurnStart turn) {
    if (workspace != null && !closed) {
      parts.reads().turn().warm(workspace);
    }
  }

  @Override
  public String systemPromptBlock() {
    if (closed) {
      return "";
    }
    if (prompt == null) {
      LOG.warn("[kora.isokron] no workspace_id resolvable: the prompt block is empty");
      return "";
    }
    return prompt.block();
  }

  @Override
  public String prefetch(String query) {
    return recall == null || closed ? "" : recall.serve(query);
  }

  @Override
  public void queuePrefetch(String query) {
    if (recall != null && !closed) {
      recall.queue(query);
    }
  }

  @Override
  public void syncTurn(CompletedTurn turn) {
    turns.incrementAndGet();
    String target = writable("syncTurn");
    if (target != null) {
      new TurnRecorder(parts, target).record(turn, sessionId);
    }
  }

  @Override
  public List<ToolSchema> toolSchemas() {
    if (closed) {
      return List.of();
    }
    return parts.tools().specs(mayWrite).stream()
        .map(spec -> new ToolSchema(spec.name(), spec.description(), spec.schemaJson()))
        .toList();
  }

  @Override
  public String handleToolCall(String toolName, String argumentsJson) {
    if (closed) {
      return "{\"ok\":false,\"error\":\"the session is closed\"}";
    }
    return parts.tools().call(workspace, mayWrite, toolName, argumentsJson);
  }

  @Override
  public void onSessionSwitch(SessionSwitch change) {
    if (closed) {
      return;
    }
    sessionId = change.newSessionId();
    if (change.kind() == SessionSwitch.Kind.RESET) {
      turns.set(0);
      if (workspace != null && recall != null) {
        parts.reads().turn().forget(workspace);
        recall.forget();
      }
    }
  }

  @Override
  public void onDelegation(Delegation delegation) {
    String target = writable("onDelegation");
    if (target == null) {
      return;
    }
    note(
        target,
        "[delegation child="
            + OneLine.cut(delegation.childSessionId(), PREVIEW)
            + " task="
            + OneLine.cut(delegation.task(), DELEGATION_TEXT)
            + " result="
            + OneLine.cut(delegation.result(), DELEGATION_TEXT)
            + "]",
        "onDelegation");
    parts
        .emitter()
        .attemptChainEventEmit(
            target,
            "kora.handoff.to_claude_pm",
            StrictJson.object()
                .put("child_session_id", preview(delegation.childSessionId()))
                .put("task_preview", preview(delegation.task()))
                .put("result_preview", preview(delegation.result())),
            "onDelegation");
  }

  @Override
  public void onMemoryWrite(MemoryWrite write) {
    String target = writable("onMemoryWrite");
    if (target != null) {
      String action = write.action().name().toLowerCase(Locale.ROOT);
      String label = "[memory." + action + " → " + OneLine.cut(write.target(), PREVIEW) + "] ";
      for (String piece : TurnRecorder.pieces(write.text())) {
        note(target, label + piece, "onMemoryWrite");
      }
    }
  }

  @Override
  public void onSessionEnd(List<Message> messages) {
    String target = writable("onSessionEnd");
    if (target != null) {
      parts
          .emitter()
          .attemptChainEventEmit(
              target,
              "kora.session.ended",
              StrictJson.object()
                  .put("session_id", preview(sessionId))
                  .put("turn_count", turns.get()),
              "onSessionEnd");
    }
  }

  @Override
  public FlushResult flush(Duration atMost) {
    return workspace == null
        ? FlushResult.nothingLeft()
        : IsokronProvider.flush(parts, workspace, closed ? Duration.ZERO : atMost);
  }

  @Override
  public void close() {
    closed = true;
    if (recall != null) {
      recall.forget();
    }
    onClose.accept(this);
  }

  /** The workspace to write to, or null when this session must not or cannot write. */
  private @Nullable String writable(String hook) {
    if (closed || !mayWrite || workspace == null) {
      LOG.debug(
          "[kora.isokron] {} skipped: {}",
          hook,
          closed ? "closed" : mayWrite ? "no workspace_id resolvable" : "not a primary agent");
      return null;
    }
    return workspace;
  }

  private void note(String target, String content, String origin) {
    if (parts.scratchpad().note(target, content, origin) instanceof Offer.Refused refused) {
      LOG.error("[kora.isokron] {} — {}; it is not kept", origin, refused.reason());
    }
  }

  private static String preview(String text) {
    int characters = text.codePointCount(0, text.length());
    return characters <= PREVIEW ? text : text.substring(0, text.offsetByCodePoints(0, PREVIEW));
  }
}
