package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.graph.Capabilities;
import dev.kora.memory.isokron.graph.CapabilityMatrix;
import dev.kora.memory.isokron.graph.NodeReads;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.CachedRead;
import dev.kora.memory.isokron.substrate.ChainReads;
import dev.kora.memory.isokron.substrate.ChainRow;
import dev.kora.memory.isokron.substrate.Charter;
import dev.kora.memory.isokron.substrate.CharterReads;
import dev.kora.memory.isokron.substrate.Constitution;
import dev.kora.memory.isokron.substrate.ConstitutionReads;
import dev.kora.memory.isokron.substrate.Policies;
import dev.kora.memory.isokron.substrate.PolicyReads;
import dev.kora.memory.isokron.substrate.ReadTerms;
import dev.kora.memory.isokron.substrate.Reading;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.Substrate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * What a turn reads, all at once: six reads of Postgres and the capability matrix of Sea. Each is
 * cached by itself, so that one that fails or hangs leaves the others as they are. Safe for all
 * threads.
 */
public final class TurnReads {
  private static final int ENTRIES = 100;
  private static final int EVENTS = 50;

  /** Whole entries of 100 for each of many workspaces would be gigabytes. */
  private static final int CONTENT_LENGTH = 2_000;

  private static final Duration MATRIX_PATIENCE = Duration.ofSeconds(1);

  private final Capabilities capabilities;
  private final CachedRead<Charter> charter;
  private final CachedRead<Policies> policies;
  private final CachedRead<List<ChainRow>> recent;
  private final CachedRead<List<ScratchpadRow>> own;
  private final CachedRead<List<ScratchpadRow>> others;
  private final CachedRead<Optional<Constitution>> constitution;

  /** Nobody waits a second time for a matrix that did not come. */
  private volatile boolean matrixIsLate;

  /**
   * What no other kind of read may hold up.
   *
   * @param substrate with connections that nothing else uses; more than policies have threads, so
   *     that policies that hang leave one to charters
   * @param charters runs the reads of charters, without which no turn begins
   * @param policies runs the reads of policies
   */
  public record First(Substrate substrate, Executor charters, Executor policies) {}

  /**
   * Makes the reads.
   *
   * @param first for the charter and the policies
   * @param substrate for all others
   * @param terms those of values that serve when they are old, too
   */
  public TurnReads(
      First first,
      Substrate substrate,
      NodeReads nodes,
      Capabilities capabilities,
      ReadTerms terms) {
    this.capabilities = capabilities;
    this.charter =
        new CachedRead<>(
            "charter",
            new CharterReads(first.substrate())::active,
            terms.on(first.charters()).withoutOldValues());
    this.policies =
        new CachedRead<>(
            "policies", new PolicyReads(first.substrate())::all, terms.on(first.policies()));
    ChainReads chain = new ChainReads(substrate);
    this.recent =
        new CachedRead<>(
            "recent events", workspace -> List.copyOf(chain.recent(workspace, EVENTS)), terms);
    this.own =
        new CachedRead<>(
            "own entries", workspace -> cut(nodes.ownNewest(workspace, ENTRIES)), terms);
    this.others =
        new CachedRead<>(
            "others' entries", workspace -> cut(nodes.othersNewest(workspace, ENTRIES)), terms);
    this.constitution =
        new CachedRead<>("constitution", new ConstitutionReads(substrate)::active, terms);
  }

  /** Starts all that is not fresh. Returns at once. */
  public void warm(String workspace) {
    capabilities.warm();
    all().forEach(read -> read.warm(workspace));
  }

  /**
   * What a prompt block is made of, waited for together.
   *
   * @param atMost how long to wait in all
   * @param tools the names of the session's tools
   * @throws NoCharterException if there is no verified charter
   */
  public PromptData of(String workspace, Duration atMost, List<String> tools)
      throws NoCharterException {
    long end = System.nanoTime() + atMost.toNanos();
    warm(workspace);
    Reading<Charter> verified = charter.get(workspace, left(end));
    if (verified instanceof Reading.Missing<Charter> missing) {
      throw new NoCharterException(missing);
    }
    return new PromptData(
        verified.lastGood().orElseThrow(),
        policies.get(workspace, left(end)),
        matrix(left(end)),
        recent.get(workspace, left(end)),
        tools);
  }

  private CapabilityMatrix matrix(Duration left) {
    if (matrixIsLate) {
      return capabilities.current();
    }
    Duration patience = left.compareTo(MATRIX_PATIENCE) < 0 ? left : MATRIX_PATIENCE;
    long start = System.nanoTime();
    CapabilityMatrix matrix = capabilities.await(patience);
    matrixIsLate = System.nanoTime() - start >= patience.toNanos();
    return matrix;
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** The newest events, for who knows that there is a newer one. */
  public CachedRead<List<ChainRow>> recent() {
    return recent;
  }

  /** Own active entries as they were last read, newest first; long ones cut. Reads nothing. */
  public List<ScratchpadRow> knownOwn(String workspace) {
    return own.last(workspace).orElse(List.of());
  }

  /** Reads everything of a workspace anew, and the matrix. */
  public void forget(String workspace) {
    all().forEach(read -> read.forget(workspace));
    capabilities.forget();
    matrixIsLate = false;
    warm(workspace);
  }

  /** What cannot be read, one sentence each. */
  public List<String> troubles() {
    return Stream.concat(
            all().map(CachedRead::trouble),
            Stream.of(capabilities.trouble().map(why -> "capability matrix: " + why)))
        .flatMap(Optional::stream)
        .toList();
  }

  // What the prompt shows comes first.
  private Stream<CachedRead<?>> all() {
    return Stream.of(charter, policies, recent, own, others, constitution);
  }

  private static List<ScratchpadRow> cut(List<ScratchpadRow> rows) {
    return rows.stream().map(TurnReads::cut).toList();
  }

  private static ScratchpadRow cut(ScratchpadRow row) {
    String content = row.content();
    return content == null || content.length() <= CONTENT_LENGTH
        ? row
        : row.withContent(OneLine.cut(content, CONTENT_LENGTH));
  }
}
