package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.graph.ToolSpec;
import dev.kora.memory.isokron.prompt.NoCharterException;
import dev.kora.memory.isokron.prompt.PromptCache;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The prompt block of one session in its workspace. */
final class SessionPrompt {
  private static final Logger LOG = LogManager.getLogger(SessionPrompt.class);

  /** So that a read that ends at its own limit can say why. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Wiring parts;
  private final SessionContext context;
  private final String workspace;
  private final List<String> tools;
  private final PromptCache cache = new PromptCache();

  SessionPrompt(Wiring parts, SessionContext context, String workspace, boolean mayWrite) {
    this.parts = parts;
    this.context = context;
    this.workspace = workspace;
    this.tools = parts.tools().specs(mayWrite).stream().map(ToolSpec::name).toList();
  }

  /**
   * The block.
   *
   * @throws MemoryFailClosedException if there is no verified charter: an agent without its
   *     identity must not go on
   */
  String block() {
    try {
      return cache.block(
          parts.reads().turn().of(workspace, parts.config().readTimeout().plus(GRACE), tools));
    } catch (NoCharterException e) {
      Optional<Path> files = e.isAway() ? legacyFiles() : Optional.empty();
      if (files.isPresent()) {
        LOG.warn("[kora.isokron] the host's memory files serve: {}", e.getMessage());
        return LegacyMemory.block(files.get());
      }
      throw new MemoryFailClosedException(
          "no verified charter: "
              + e.getMessage()
              + (e.isAway() ? "; see that the substrate answers, then start again" : ""),
          e);
    }
  }

  private Optional<Path> legacyFiles() {
    if (!parts.config().legacyFallback()) {
      return Optional.empty();
    }
    try {
      return parts.host().builtInMemory(context);
    } catch (RuntimeException e) {
      LOG.warn("[kora.isokron] the host does not say where its memory files are", e);
      return Optional.empty();
    }
  }
}
