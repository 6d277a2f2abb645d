package dev.kora.memory.isokron.events;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Says once, and not for every call, that a tool is missing on the server. */
public final class Deferrals {
  private static final Logger LOG = LogManager.getLogger(Deferrals.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** The server lacks a tool that writes: one WARNING until it is there again. */
  public void missing(String tool, String deviationId) {
    missing(tool, deviationId, "what is written waits until it has");
  }

  /** As above, for any tool; {@code consequence} says what holds meanwhile. */
  public void missing(String tool, String deviationId, String consequence) {
    if (told.add(deviationId)) {
      LOG.warn("[kora.isokron] {}: the server has no tool {}; {}", deviationId, tool, consequence);
    }
  }

  /** The server has the tool. */
  public void present(String deviationId) {
    if (told.remove(deviationId)) {
      LOG.info("[kora.isokron] {}: the tool is there now", deviationId);
    }
  }
}
