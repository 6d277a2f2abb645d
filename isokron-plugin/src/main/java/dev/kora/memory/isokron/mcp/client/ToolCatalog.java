package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.mcp.protocol.ParamAnnotations;
import dev.kora.memory.isokron.mcp.protocol.ParamHeaders;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which tools the server has: asked once, forgotten when the server or a new session says so. */
public final class ToolCatalog {
  private final ToolPages pages;
  private final Duration timeout;
  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

  /** A list that was read; it holds while the generation is the one before the reading. */
  private record Known(Map<String, ParamHeaders> tools, int generation) {}

  /** Makes a catalog that knows nothing yet; {@code timeout} is the limit of a whole listing. */
  ToolCatalog(ToolPages pages, Duration timeout) {
    this.pages = pages;
    this.timeout = timeout;
  }

  /** Whether the last list that was read lacks the tool. Never asks the server. */
  public boolean isKnownAbsent(String tool) {
    Known known = last.get();
    return known != null && !known.tools().containsKey(tool);
  }

  /** Lets the next question go to the server. */
  public void forget() {
    generation.incrementAndGet();
  }

  /** Reads the list if it is not known, within the client's time limit of one call. */
  public Optional<CallOutcome> ensureKnown() {
    return ensureKnown(Deadline.in(timeout));
  }

  /**
   * Reads the list if it is not known.
   *
   * @param deadline of the whole listing
   * @return empty when the list is known now, else the outcome of the call that needs it
   */
  public Optional<CallOutcome> ensureKnown(Deadline deadline) {
    int before = generation.get();
    Known known = last.get();
    if (known != null && known.generation() == before) {
      return Optional.empty();
    }
    ToolListing listing = pages.read(deadline);
    if (listing instanceof ToolListing.Unavailable unavailable) {
      return Optional.of(
          Outcomes.notSent("the server's tools are not known", unavailable.outcome()));
    }
    Map<String, ParamHeaders> found = new HashMap<>();
    for (JsonNode tool : ((ToolListing.Listed) listing).tools()) {
      found.put(tool.path("name").asText(), headersOf(tool));
    }
    Known read = new Known(found, before);
    // An older reading that took longer must not replace a newer one.
    last.accumulateAndGet(
        read, (now, mine) -> now == null || now.generation <= before ? mine : now);
    return Optional.empty();
  }

  /** The headers that go with a call, as far as the last list that was read tells (rule 14). */
  Map<String, String> headersFor(String tool, JsonNode arguments) {
    Known known = last.get();
    return known == null
        ? Map.of()
        : known.tools().getOrDefault(tool, ParamHeaders.NONE).of(arguments);
  }

  // An invalid tool is still in the list where the transport has no headers.
  private static ParamHeaders headersOf(JsonNode tool) {
    return ParamAnnotations.read(tool) instanceof ParamAnnotations.Reading.Valid valid
        ? valid.headers()
        : ParamHeaders.NONE;
  }
}
