package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.events.GapEvents;
import dev.kora.memory.isokron.outbox.Courier;
import dev.kora.memory.isokron.outbox.JournaledOutbox;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.OutboxPlatform;
import dev.kora.memory.isokron.outbox.folder.DamageGaps;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Opens the outbox in its folder; in memory where there can be no folder, and says so. */
record OutboxOpening(Path folder, String target, long memoryBytes, long diskBytes, Clock clock) {
  private static final Logger LOG = LogManager.getLogger(OutboxOpening.class);

  Outbox open(Map<String, Courier> couriers, OutboxListener listener) {
    OutboxPlatform platform;
    try {
      platform =
          OutboxPlatform.of(
              DiskJournal.open(folder, target, diskBytes, new DamageGaps(new SystemDisk(), clock)),
              clock);
    } catch (IOException | RuntimeException e) {
      return inMemory(couriers, listener, e);
    }
    try {
      return outbox(couriers, listener, platform);
    } catch (IOException | RuntimeException e) {
      platform.close();
      return inMemory(couriers, listener, e);
    }
  }

  private Outbox inMemory(
      Map<String, Courier> couriers, OutboxListener listener, Exception reason) {
    LOG.warn(
        "[kora.isokron] the outbox's folder {} cannot be used: writes are kept in memory only",
        folder,
        reason);
    try {
      return outbox(
          couriers,
          listener,
          OutboxPlatform.inMemory("the outbox's folder cannot be used: " + reason, clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no disk under it
    }
  }

  private Outbox outbox(
      Map<String, Courier> couriers, OutboxListener listener, OutboxPlatform platform)
      throws IOException {
    return new JournaledOutbox(couriers, listener, new GapEvents(target), platform, memoryBytes);
  }

  /** The servers that are not this one and have writes waiting in the folder, in words. */
  List<String> others() {
    try {
      List<String> others = TargetFolders.others(new SystemDisk(), folder, target);
      if (!others.isEmpty()) {
        LOG.warn("[kora.isokron] writes for other servers wait in {}: {}", folder, others);
      }
      return others;
    } catch (IOException e) {
      LOG.debug("[kora.isokron] {} cannot be listed", folder, e);
      return List.of();
    }
  }
}
