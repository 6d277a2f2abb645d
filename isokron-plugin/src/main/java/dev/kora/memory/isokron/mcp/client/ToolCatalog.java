package dev.kora.memory.isokron.mcp.client;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which tools the server has: asked once, forgotten when the server or a new session says so. */
public final class ToolCatalog {
  private final ToolPages pages;
  private final Duration timeout;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile @Nullable Set<String> tools;
  private volatile Set<String> lastKnown = Set.of();
  private volatile boolean everKnown;

  /** Makes a catalog that knows nothing yet; {@code timeout} is the limit of a whole listing. */
  ToolCatalog(ToolPages pages, Duration timeout) {
    this.pages = pages;
    this.timeout = timeout;
  }

  /** Whether the last list that was read lacks the tool. Never asks the server. */
  public boolean isKnownAbsent(String tool) {
    return everKnown && !lastKnown.contains(tool);
  }

  /** Lets the next question go to the server. */
  public void forget() {
    generation.incrementAndGet();
    tools = null;
  }

  /** Reads the list if it is not known, within the client's time limit of one call. */
  public Optional<CallOutcome> ensureKnown() {
    return ensureKnown(Deadline.in(timeout));
  }

  /**
   * Reads the list if it is not known.
   *
   * @param deadline of the whole listing
   * @return empty when the list is known now, else how asking for it failed
   */
  public Optional<CallOutcome> ensureKnown(Deadline deadline) {
    if (tools != null) {
      return Optional.empty();
    }
    int before = generation.get();
    ToolListing listing = pages.read(deadline);
    if (listing instanceof ToolListing.Unavailable unavailable) {
      return Optional.of(unavailable.outcome());
    }
    Set<String> found = new HashSet<>();
    ((ToolListing.Listed) listing).tools().forEach(tool -> found.add(tool.path("name").asText()));
    keep(Set.copyOf(found), before);
    return Optional.empty();
  }

  private void keep(Set<String> found, int asOf) {
    lastKnown = found;
    everKnown = true;
    if (generation.get() == asOf) {
      tools = found;
    }
  }
}
