package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox had to refuse, and what was lost of what it had accepted: counted, kept in files,
 * and told to the chain. A gap grows until its event is offered; what comes after that begins a new
 * one. Safe for all threads; {@link #refused} and {@link #trouble} never wait for the disk.
 */
public final class Gaps {
  private static final Logger LOG = LogManager.getLogger(Gaps.class);
  private static final int MAX_GAPS = 1_000;
  private static final String UNKNOWN = "";

  private final Documents files;
  private final InstantSource date;
  private final Object disk = new Object();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Entry> growing = new LinkedHashMap<>();

  private static final class Entry {
    Gap gap;
    boolean saved;

    /** Whether it grew since the last look. */
    boolean restless;

    boolean offered;
    @Nullable String refused;

    Entry(Gap gap) {
      this.gap = gap;
    }
  }

  /** Finds what is there. It may have been offered: it does not grow any more. */
  public Gaps(Documents files, InstantSource date) throws IOException {
    this.files = files;
    this.date = date;
    boolean synced = areSynced();
    for (String name : files.names()) {
      try {
        Entry found = new Entry(Gap.of(name, files.read(name)));
        found.saved = synced;
        entries.put(name, found);
      } catch (IOException e) {
        LOG.error("[kora.isokron] the gap {} cannot be read; it is left alone", name, e);
      }
    }
  }

  private boolean areSynced() {
    try {
      files.sync();
      return true;
    } catch (IOException e) {
      LOG.debug("[kora.isokron] the gaps cannot be synced: they are written again", e);
      return false;
    }
  }

  /** A record was refused at the door. */
  public synchronized void refused(String workspace, String reason) {
    grow(workspace, reason);
  }

  /** A record that had been accepted is lost. Its gap is on the disk when this returns. */
  public void lost(String workspace, String reason) throws IOException {
    Entry entry;
    synchronized (this) {
      entry = grow(workspace, reason);
    }
    save(entry);
  }

  private Entry grow(String workspace, String reason) {
    String whose =
        growing.containsKey(workspace) || entries.size() < MAX_GAPS ? workspace : UNKNOWN;
    Entry entry = growing.get(whose);
    if (entry == null) {
      String name = OutboxKeys.next().toString();
      entry =
          new Entry(
              new Gap(
                  name,
                  whose.equals(UNKNOWN) ? null : whose,
                  0,
                  date.instant(),
                  date.instant(),
                  ""));
      growing.put(whose, entry);
      entries.put(name, entry);
    }
    entry.gap = entry.gap.oneMore(date.instant(), reason);
    entry.saved = false;
    entry.restless = true;
    return entry;
  }

  /**
   * Saves what is not saved, and answers with the gaps whose events are to be offered now: one for
   * each workspace at a time, and none that still grows.
   */
  public List<Gap> due() {
    List<Entry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    saveAll(all);
    List<Gap> due = new ArrayList<>();
    synchronized (this) {
      Set<String> taken = new HashSet<>();
      all.stream()
          .filter(e -> e.offered)
          .forEach(e -> taken.add(String.valueOf(e.gap.workspace())));
      for (Entry entry : all) {
        String workspace = entry.gap.workspace();
        if (entry.restless) {
          entry.restless = false;
        } else if (workspace != null && entry.refused == null && taken.add(workspace)) {
          entry.offered = true;
          growing.remove(workspace, entry);
          due.add(entry.gap);
        }
      }
    }
    return due;
  }

  /** Saves what is not saved. */
  public void save() {
    List<Entry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    saveAll(all);
  }

  private void saveAll(List<Entry> all) {
    for (Entry entry : all) {
      try {
        save(entry);
      } catch (IOException e) {
        LOG.debug("[kora.isokron] a gap could not be written yet", e);
      }
    }
  }

  private void save(Entry entry) throws IOException {
    synchronized (disk) {
      Gap now;
      synchronized (this) {
        if (entry.saved || !entries.containsKey(entry.gap.name())) {
          return;
        }
        now = entry.gap;
      }
      files.write(now.name(), now.toBytes());
      synchronized (this) {
        entry.saved = entry.gap.equals(now);
      }
    }
  }

  /** Its event is in the chain. */
  public void delivered(UUID key) throws IOException {
    synchronized (disk) {
      files.remove(key.toString());
      synchronized (this) {
        entries.remove(key.toString());
      }
    }
  }

  /** The server does not take its event: it stays here, and is offered again by the next start. */
  public synchronized void refusedByServer(UUID key, String reason) {
    Entry entry = entries.get(key.toString());
    if (entry != null) {
      entry.offered = false;
      entry.refused = reason;
    }
  }

  /** How many records are missing from the chain without its saying so. */
  public synchronized long count() {
    return entries.values().stream().mapToLong(e -> e.gap.count()).sum();
  }

  /** How many of them no file names. */
  public synchronized long unsaved() {
    return entries.values().stream().filter(e -> !e.saved).mapToLong(e -> e.gap.count()).sum();
  }

  /** The same in words. */
  public synchronized Optional<String> trouble() {
    long count = count();
    if (count == 0) {
      return Optional.empty();
    }
    String why =
        entries.values().stream()
            .map(e -> e.refused)
            .filter(r -> r != null)
            .findFirst()
            .map(r -> "; the server does not take the event that says so: " + r)
            .orElse("");
    return Optional.of(count + " writes are lost and not yet named in a chain" + why);
  }
}
