package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the records of a log that is being read, in columns: 28 bytes a record instead
 * of some 200, so that a million fit into a small heap.
 */
final class KeptRows {
  private static final int BLOCK_ROWS = 1024;
  private static final int FEW = 16 * BLOCK_ROWS;

  // In blocks, which need no copying to grow.
  private final List<Block> blocks = new ArrayList<>();
  private int rows;
  private int thinAt = FEW;

  private final Map<Lane, Integer> lanes = new HashMap<>();
  private final List<Lane> lanesByNumber = new ArrayList<>();
  private int lastLane;
  private RecordCodec.@Nullable Head last;

  private static final class Block {
    final long[] seqs = new long[BLOCK_ROWS];
    final long[] happened = new long[BLOCK_ROWS];
    final int[] lanes = new int[BLOCK_ROWS];
    final int[] sizes = new int[BLOCK_ROWS];
    final int[] keyHashes = new int[BLOCK_ROWS];
  }

  /** The head of the record before: most are of the same workspace. */
  RecordCodec.@Nullable Head last() {
    return last;
  }

  /** Adds a record of which there is no row; a second row for it is harmless. */
  void add(long seq, RecordCodec.Head head, int size) {
    if (rows == blocks.size() * BLOCK_ROWS) {
      blocks.add(new Block());
    }
    int lane = lane(head);
    Block block = block(rows);
    int at = rows % BLOCK_ROWS;
    block.seqs[at] = seq;
    block.happened[at] = head.happenedAtMicros();
    block.lanes[at] = lane;
    block.sizes[at] = size;
    block.keyHashes[at] = head.key().hashCode();
    rows++;
    last = head;
    lastLane = lane;
  }

  private int lane(RecordCodec.Head head) {
    if (last != null
        && last.workspace().equals(head.workspace())
        && last.tool().equals(head.tool())) {
      return lastLane;
    }
    return lanes.computeIfAbsent(
        new Lane(head.workspace(), head.tool()),
        added -> {
          lanesByNumber.add(added);
          return lanesByNumber.size() - 1;
        });
  }

  private Block block(int row) {
    return blocks.get(row / BLOCK_ROWS);
  }

  private long seq(int row) {
    return block(row).seqs[row % BLOCK_ROWS];
  }

  private boolean isLive(int row, Places places) {
    return places.get(seq(row)) != Places.NONE;
  }

  /** Lets go of what is done with, when that may be much. */
  void thin(Places places) {
    if (rows < thinAt || rows < 2 * places.size()) {
      return;
    }
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (isLive(row, places)) {
        copy(row, kept++);
      }
    }
    rows = kept;
    thinAt = Math.max(FEW, 2 * rows);
    int blocksLeft = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
    blocks.subList(blocksLeft, blocks.size()).clear();
  }

  private void copy(int row, int to) {
    Block source = block(row);
    Block target = block(to);
    int from = row % BLOCK_ROWS;
    int at = to % BLOCK_ROWS;
    target.seqs[at] = source.seqs[from];
    target.happened[at] = source.happened[from];
    target.lanes[at] = source.lanes[from];
    target.sizes[at] = source.sizes[from];
    target.keyHashes[at] = source.keyHashes[from];
  }

  /** Those that live, by seq, each once; they are found out at once. */
  Stream<Journal.Kept> live(Places places, long index) {
    int count = 0;
    boolean ascending = true;
    for (int row = 0; row < rows; row++) {
      if (isLive(row, places)) {
        copy(row, count++);
        ascending &= count < 2 || seq(count - 2) < seq(count - 1);
      }
    }
    rows = count;
    return (ascending ? IntStream.range(0, rows) : bySeq()).mapToObj(row -> kept(row, index));
  }

  // Where what is old was written again behind what is newer.
  private IntStream bySeq() {
    long[] seqs = new long[rows]; // and no stream, which would take the memory twice
    for (int row = 0; row < rows; row++) {
      seqs[row] = seq(row);
    }
    Arrays.sort(seqs);
    int count = 0;
    for (int i = 0; i < rows; i++) {
      if (i == 0 || seqs[i] != seqs[i - 1]) {
        seqs[count++] = seqs[i];
      }
    }
    int[] rowOf = new int[count];
    for (int row = 0; row < rows; row++) {
      rowOf[Arrays.binarySearch(seqs, 0, count, seq(row))] = row;
    }
    return Arrays.stream(rowOf);
  }

  private Journal.Kept kept(int row, long index) {
    Block block = block(row);
    int at = row % BLOCK_ROWS;
    Lane lane = lanesByNumber.get(block.lanes[at]);
    return new Journal.Kept(
        Handles.of(index, block.seqs[at]),
        lane.workspace,
        lane.tool,
        block.keyHashes[at],
        block.sizes[at],
        block.happened[at]);
  }

  private record Lane(String workspace, String tool) {}
}
