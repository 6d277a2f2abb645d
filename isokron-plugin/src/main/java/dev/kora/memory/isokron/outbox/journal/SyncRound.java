package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of putting on the disk what is written. {@link #run} may take as long as the disk needs,
 * while others go on writing; the rest is for the log's owner.
 */
final class SyncRound {
  /** The last entry that is on the disk afterwards. */
  final long order;

  private final List<Segment> segments = new ArrayList<>();
  private final List<Long> lengths = new ArrayList<>();
  private int synced;
  private boolean namesSynced;
  private @Nullable IOException failure;

  SyncRound(Segments all, long order) {
    this.order = order;
    for (Segment segment : all.all()) {
      if (segment.length > segment.syncedLength || !segment.nameSynced) {
        segments.add(segment);
        lengths.add(segment.length);
      }
    }
  }

  /** In the log's order: what is on the disk is always a beginning of it. */
  void run(Disk disk, Path folder) {
    try {
      for (Segment segment : segments) {
        segment.file.sync();
        synced++;
      }
      if (segments.stream().anyMatch(segment -> !segment.nameSynced)) {
        disk.syncFolder(folder);
      }
      namesSynced = true;
    } catch (IOException e) {
      failure = e;
    }
  }

  @Nullable IOException failure() {
    return failure;
  }

  /** Notes what is on the disk; returns the first segment of which that is not known, if any. */
  @Nullable Segment finish() {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      segment.nameSynced |= namesSynced;
      if (i >= synced || !segment.nameSynced) {
        return segment;
      }
      segment.syncedLength = lengths.get(i);
    }
    return null;
  }
}
