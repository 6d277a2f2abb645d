package dev.kora.memory.isokron.outbox.system;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/** A file of a {@link SimulatedDisk}: what a process sees, and what would survive a power cut. */
final class SimulatedFile {
  private static final int SECTOR = 512;

  private final SimulatedDisk disk;
  private byte[] content = {};
  private byte[] durable = {};
  private final BitSet dirty = new BitSet();
  private boolean lengthDirty;
  private int readableTo = Integer.MAX_VALUE;

  SimulatedFile(SimulatedDisk disk) {
    this.disk = disk;
  }

  int size() {
    return content.length;
  }

  byte[] bytes() {
    return content.clone();
  }

  void spoil(int at) {
    content[at] ^= 0x55;
    durable = content.clone();
  }

  void readableTo(int end) {
    readableTo = end;
  }

  DiskFile open() {
    int life = disk.life();
    return new DiskFile() {
      private boolean closed;

      private boolean isLast() throws IOException {
        if (closed) {
          throw new IOException("Stream Closed");
        }
        if (life != disk.life()) {
          throw new SimulatedDisk.Crash();
        }
        return disk.isLast();
      }

      private void operation() throws IOException {
        if (isLast()) {
          throw new SimulatedDisk.Crash();
        }
      }

      @Override
      public long length() throws IOException {
        operation();
        return content.length;
      }

      @Override
      public int read(long at, byte[] into, int offset, int length) throws IOException {
        operation();
        if (at >= content.length) {
          return -1;
        }
        if (at >= readableTo) {
          throw new IOException("Input/output error");
        }
        int count = (int) Math.min(length, Math.min(content.length, readableTo) - at);
        System.arraycopy(content, (int) at, into, offset, count);
        return count;
      }

      @Override
      public int write(long at, byte[] from, int offset, int length) throws IOException {
        boolean last = isLast();
        int count = disk.allowed(length);
        if (last) {
          put((int) at, from, offset, disk.random.nextInt(count + 1));
          throw new SimulatedDisk.Crash();
        }
        put((int) at, from, offset, count);
        disk.maybeFailWrite();
        return count;
      }

      @Override
      public void truncate(long length) throws IOException {
        operation();
        lengthDirty |= length != content.length;
        content = Arrays.copyOf(content, (int) length);
      }

      @Override
      public void sync() throws IOException {
        operation();
        try {
          disk.maybeFailSync();
        } catch (IOException e) {
          // Some of it reached the disk; the system forgets that the rest did not.
          persist(true);
          throw e;
        }
        persist(false);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private void put(int at, byte[] from, int offset, int length) {
    if (at + length > content.length) {
      content = Arrays.copyOf(content, at + length);
      lengthDirty = true;
    }
    System.arraycopy(from, offset, content, at, length);
    if (length > 0) {
      dirty.set(at / SECTOR, (at + length - 1) / SECTOR + 1);
    }
  }

  private void persist(boolean partly) {
    if (lengthDirty && !(partly && disk.random.nextBoolean())) {
      resizeDurable(content.length);
    }
    dirty.stream().filter(s -> !partly || disk.random.nextBoolean()).forEach(s -> keep(s, SECTOR));
    dirty.clear();
    lengthDirty = false;
  }

  private void keep(int sector, int bytes) {
    int from = sector * SECTOR;
    int to = Math.min(Math.min(from + bytes, content.length), durable.length);
    if (from < to) {
      System.arraycopy(content, from, durable, from, to - from);
    }
  }

  private void resizeDurable(int length) {
    int before = durable.length;
    durable = Arrays.copyOf(durable, length);
    if (length > before && disk.random.nextBoolean()) {
      int end = Math.min(length, disk.stale.length);
      if (before < end) {
        System.arraycopy(disk.stale, before, durable, before, end - before);
      }
    }
  }

  /** What the power cut leaves: of the unsynced sectors any, whole or torn. */
  void cutPower() {
    if (lengthDirty) {
      int least = Math.min(content.length, durable.length);
      int most = Math.max(content.length, durable.length);
      int length =
          switch (disk.random.nextInt(3)) {
            case 0 -> content.length;
            case 1 -> durable.length;
            default -> least + disk.random.nextInt(most - least + 1);
          };
      resizeDurable(length);
    }
    dirty.stream()
        .forEach(
            sector -> {
              switch (disk.random.nextInt(4)) {
                case 0, 1 -> keep(sector, SECTOR);
                case 2 -> keep(sector, disk.random.nextInt(SECTOR));
                default -> {} // lost
              }
            });
    dirty.clear();
    lengthDirty = false;
    content = durable.clone();
  }
}
