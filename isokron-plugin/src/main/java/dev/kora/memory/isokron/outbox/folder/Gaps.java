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
  private final Map<String, GapEntry> entries = new LinkedHashMap<>();
  private final Map<String, GapEntry> growing = new LinkedHashMap<>();

  /** Finds what is there. It may have been offered: it does not grow any more. */
  public Gaps(Documents files, InstantSource date) throws IOException {
    this.files = files;
    this.date = date;
    boolean synced = files.sync(); // or they are written again
    for (String name : files.names()) {
      try {
        GapEntry found = new GapEntry(Gap.of(name, files.read(name)));
        found.saved = synced;
        entries.put(name, found);
      } catch (IOException e) {
        LOG.error("[kora.isokron] the gap {} cannot be read; it is left alone", name, e);
      }
    }
  }

  /** A record was refused at the door. */
  public synchronized void refused(String workspace, String reason) {
    grow(workspace, reason);
  }

  /** A record that had been accepted is lost. Its gap is on the disk when this returns. */
  public void lost(String workspace, String reason) throws IOException {
    GapEntry entry;
    synchronized (this) {
      entry = grow(workspace, reason);
    }
    save(entry);
  }

  private GapEntry grow(String workspace, String reason) {
    String whose =
        growing.containsKey(workspace) || entries.size() < MAX_GAPS ? workspace : UNKNOWN;
    GapEntry entry = growing.get(whose);
    if (entry == null) {
      String name = OutboxKeys.next().toString();
      entry =
          new GapEntry(
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
    List<GapEntry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    saveAll(all);
    all.stream().filter(e -> e.told).forEach(this::removeLater);
    List<Gap> due = new ArrayList<>();
    synchronized (this) {
      Set<String> taken = new HashSet<>();
      all.stream()
          .filter(e -> e.offered && !e.told)
          .forEach(e -> taken.add(String.valueOf(e.gap.workspace())));
      for (GapEntry entry : all) {
        String workspace = entry.gap.workspace();
        if (entry.restless) {
          entry.restless = false;
        } else if (entry.mayBeOffered() && taken.add(String.valueOf(workspace))) {
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
    List<GapEntry> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    saveAll(all);
  }

  private void saveAll(List<GapEntry> all) {
    for (GapEntry entry : all) {
      try {
        save(entry);
      } catch (IOException e) {
        LOG.debug("[kora.isokron] a gap could not be written yet", e);
      }
    }
  }

  private void save(GapEntry entry) throws IOException {
    if (isSettled(entry)) {
      return; // without a wait for others: their disk may hang
    }
    synchronized (disk) {
      Gap now;
      synchronized (this) {
        if (isSettled(entry)) {
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

  private synchronized boolean isSettled(GapEntry entry) {
    return entry.isSettled();
  }

  /**
   * Its event is in the chain.
   *
   * @throws IOException if its file stays; {@link #due} tries again
   */
  public void delivered(UUID key) throws IOException {
    told(key.toString());
    remove(key.toString());
  }

  /** An operator knows of it, and wants to hear no more; false if there is none of this name. */
  public boolean acknowledge(String name) throws IOException {
    Gap gap = told(name);
    if (gap == null && !files.names().contains(name)) {
      return false; // of one that cannot be read there is the file only
    }
    remove(name);
    LOG.info(
        "[kora.isokron] the gap {} is acknowledged by an operator: {} writes are lost",
        name,
        gap == null ? "unknown" : gap.count());
    return true;
  }

  private synchronized @Nullable Gap told(String name) {
    GapEntry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    entry.told = true;
    growing.values().remove(entry); // what is refused from now on is another one
    return entry.gap;
  }

  private void remove(String name) throws IOException {
    synchronized (disk) {
      files.remove(name);
      synchronized (this) {
        entries.remove(name);
      }
    }
  }

  private void removeLater(GapEntry told) {
    try {
      remove(told.gap.name());
    } catch (IOException e) {
      LOG.debug("[kora.isokron] the file of a gap that is told cannot go yet", e);
    }
  }

  /** The server does not take its event: it stays here, and is offered again by the next start. */
  public synchronized void refusedByServer(UUID key, String reason) {
    GapEntry entry = entries.get(key.toString());
    if (entry != null) {
      entry.offered = false;
      entry.refused = reason;
    }
  }

  /** How many records are missing from the chain without its saying so. */
  public synchronized long count() {
    return entries.values().stream().filter(e -> !e.told).mapToLong(e -> e.gap.count()).sum();
  }

  /** How many of them no file names. */
  public synchronized long unsaved() {
    return entries.values().stream()
        .filter(e -> !e.isSettled())
        .mapToLong(e -> e.gap.count())
        .sum();
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
