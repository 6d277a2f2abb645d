package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is known of the records of a log that is being read, in columns: 48 bytes a record instead
 * of some 200, so that a million fit into a small heap.
 */
final class KeptRows {
  private static final int COLUMNS = 6;
  private static final int BLOCK_ROWS = 1024;

  // Of each row: seq, place, key, key, happened at, lane << 32 | size. In blocks, which need no
  // copying to grow.
  private List<long[]> blocks = new ArrayList<>();
  private int rows;
  private final Map<Lane, Integer> lanes = new HashMap<>();
  private final List<Lane> lanesByNumber = new ArrayList<>();

  void add(long seq, long place, RecordCodec.Head head, int size) {
    if (rows % BLOCK_ROWS == 0) {
      blocks.add(new long[BLOCK_ROWS * COLUMNS]);
    }
    long lane =
        lanes.computeIfAbsent(
            new Lane(head.workspace(), head.tool()),
            added -> {
              lanesByNumber.add(added);
              return lanesByNumber.size() - 1;
            });
    long[] row = {
      seq,
      place,
      head.key().getMostSignificantBits(),
      head.key().getLeastSignificantBits(),
      head.happenedAtMicros(),
      (lane << 32) | size
    };
    System.arraycopy(row, 0, block(rows), at(rows), COLUMNS);
    rows++;
  }

  private long[] block(int row) {
    return blocks.get(row / BLOCK_ROWS);
  }

  private static int at(int row) {
    return row % BLOCK_ROWS * COLUMNS;
  }

  private boolean isLive(int row, Places places) {
    return places.get(block(row)[at(row)]) == block(row)[at(row) + 1];
  }

  /** Lets go of what is done with, when that may be much. */
  void thin(Places places) {
    if (rows <= 2 * places.size() + 16 * BLOCK_ROWS) {
      return;
    }
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (isLive(row, places)) {
        System.arraycopy(block(row), at(row), block(kept), at(kept), COLUMNS);
        kept++;
      }
    }
    rows = kept;
    int blocksLeft = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
    blocks.subList(blocksLeft, blocks.size()).clear();
  }

  /** Those that live, by seq. */
  Stream<Journal.Kept> live(Places places, long index) {
    long[] seqs = new long[places.size()]; // and no stream, which would take the memory twice
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (isLive(row, places)) {
        seqs[count++] = seq(row);
      }
    }
    Arrays.sort(seqs, 0, count);
    int[] rowOf = new int[count];
    for (int row = 0; row < rows; row++) {
      if (isLive(row, places)) {
        rowOf[Arrays.binarySearch(seqs, 0, count, seq(row))] = row;
      }
    }
    return Arrays.stream(rowOf).mapToObj(row -> kept(row, index));
  }

  private long seq(int row) {
    return block(row)[at(row)];
  }

  private Journal.Kept kept(int row, long index) {
    long[] block = block(row);
    int at = at(row);
    Lane lane = lanesByNumber.get((int) (block[at + 5] >>> 32));
    return new Journal.Kept(
        Handles.of(index, block[at]),
        lane.workspace,
        lane.tool,
        new UUID(block[at + 2], block[at + 3]),
        (int) block[at + 5],
        block[at + 4]);
  }

  private record Lane(String workspace, String tool) {}
}
