package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.journal.Damage;
import dev.kora.memory.isokron.outbox.journal.DamageListener;
import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Keeps damage of a journal as a gap of its own: nobody knows whose records they were. */
public final class DamageGaps implements DamageListener {
  private static final Logger LOG = LogManager.getLogger(DamageGaps.class);

  private final Disk disk;
  private final InstantSource date;

  /** Makes the listener for journals on this disk. */
  public DamageGaps(Disk disk, InstantSource date) {
    this.disk = disk;
    this.date = date;
  }

  @Override
  public void damaged(Path folder, Damage damage) throws IOException {
    Gap gap =
        new Gap(
            damage.name(),
            null,
            damage.atMost(),
            date.instant(),
            date.instant(),
            damage.bytes() + " bytes of a journal are damaged: so many records at most");
    new DiskDocuments(disk, folder.resolve("gaps")).write(gap.name(), gap.toBytes());
    LOG.error(
        "[kora.isokron] {} bytes of the journal {} are damaged: up to {} writes are lost",
        damage.bytes(),
        folder,
        damage.atMost());
  }
}
