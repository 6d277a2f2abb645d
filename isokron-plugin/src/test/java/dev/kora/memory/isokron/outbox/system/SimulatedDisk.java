package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails as real ones do, by one seed. Folders are there at once and for good;
 * everything else is as {@link Disk} says. One thread.
 */
public final class SimulatedDisk implements Disk {
  final Random random;

  /** Bytes of files that are gone: what a new file may show where it was not written. */
  byte[] stale = {};

  private final SimulatedNames names = new SimulatedNames();
  private final Set<Path> locks = new HashSet<>();
  private long crashIn = Long.MAX_VALUE;
  private boolean down;
  private int failingSyncs;
  private boolean shortWrites;
  private long capacity = Long.MAX_VALUE;
  private int failedSyncs;
  private int timesFull;
  private int life;

  /** Makes one; all it does by chance comes from here. */
  public SimulatedDisk(Random random) {
    this.random = random;
  }

  /** The machine stops at the k-th operation from here. */
  public void crashAt(long k) {
    crashIn = k;
  }

  /** The next so many syncs fail. */
  public void failSyncs(int count) {
    failingSyncs = count;
  }

  /** Writes may be shorter than asked for. */
  public void shortWrites(boolean on) {
    shortWrites = on;
  }

  /** No more than so many bytes beside what is there; negative for as many as one likes. */
  public void room(long bytes) {
    capacity = bytes < 0 ? Long.MAX_VALUE : used() + bytes;
  }

  /** How often it had no space left. */
  public int timesFull() {
    return timesFull;
  }

  private IOException full() {
    timesFull++;
    return new IOException("No space left on device");
  }

  /** How many syncs have failed since the last power cut: what they left undone is forgotten. */
  public int failedSyncs() {
    return failedSyncs;
  }

  /** The process ends, and everything stays that was written. */
  public void kill() {
    life++;
    down = false;
    crashIn = Long.MAX_VALUE;
    locks.clear();
  }

  /** The power fails: what was not synced stays or does not. */
  public void cutPower() {
    kill();
    failedSyncs = 0;
    names.cutPower(random);
    names.files().forEach(SimulatedFile::cutPower);
  }

  /** Counts an operation. */
  boolean isLast() {
    if (down) {
      throw new Crash();
    }
    down = --crashIn < 0;
    return down;
  }

  private void operation() {
    if (isLast()) {
      throw new Crash();
    }
  }

  int life() {
    return life;
  }

  int allowed(int bytes) throws IOException {
    long free = capacity == Long.MAX_VALUE ? bytes : Math.min(bytes, capacity - used());
    if (free <= 0) {
      throw full();
    }
    int most = (int) free;
    return shortWrites && random.nextInt(3) == 0 ? 1 + random.nextInt(most) : most;
  }

  /** A write that fills the disk says so, or that it was short. */
  void maybeFailWrite() throws IOException {
    if (capacity != Long.MAX_VALUE && used() >= capacity && random.nextBoolean()) {
      throw full();
    }
  }

  private long used() {
    return names.files().stream().mapToLong(SimulatedFile::size).sum();
  }

  void maybeFailSync() throws IOException {
    if (failingSyncs > 0) {
      failingSyncs--;
      failedSyncs++;
      throw new IOException("Input/output error");
    }
  }

  @Override
  public List<String> list(Path folder) {
    operation();
    return names.in(folder);
  }

  @Override
  public void createFolder(Path folder) {
    operation();
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    operation();
    if (names.get(file) != null) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (capacity != Long.MAX_VALUE && used() >= capacity) {
      throw full();
    }
    SimulatedFile made = new SimulatedFile(this);
    names.change(Map.of(file, Optional.of(made)));
    return made.open();
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    operation();
    SimulatedFile found = names.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found.open();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    operation();
    SimulatedFile file = names.get(from);
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    names.change(Map.of(from, Optional.empty(), to, Optional.of(file)));
  }

  @Override
  public void delete(Path path) {
    operation();
    SimulatedFile file = names.get(path);
    if (file != null) {
      stale = file.bytes();
      names.change(Map.of(path, Optional.empty()));
    }
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    operation();
    maybeFailSync();
    names.sync(folder);
  }

  @Override
  public Optional<Closeable> tryLock(Path file) throws IOException {
    operation();
    if (!locks.add(file)) {
      return Optional.empty();
    }
    if (names.get(file) == null) {
      create(file).close();
    }
    int mine = life;
    return Optional.of(
        () -> {
          if (mine == life) {
            locks.remove(file);
          }
        });
  }

  /** The bytes of a file, to look at or to spoil. */
  public byte @Nullable [] bytes(Path file) {
    SimulatedFile found = names.get(file);
    return found == null ? null : found.bytes();
  }

  /** Changes a byte of a file for good: bit rot. */
  public void spoil(Path file, int at) {
    SimulatedFile found = names.get(file);
    if (found != null) {
      found.spoil(at);
    }
  }

  /** From there on a file cannot be read. */
  public void readableTo(Path file, int end) {
    SimulatedFile found = names.get(file);
    if (found != null) {
      found.readableTo(end);
    }
  }

  /** The machine stops. Nothing may catch it. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("the simulated machine stops", null, false, false);
    }
  }
}
