package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Records that were set aside, a bounded number, until an operator replays or drops them. One that
 * is replayed goes out from memory; its file stays, marked, until it is delivered. Safe for all
 * threads; all but the numbers waits for the disk.
 */
public final class DeadLetters {
  private static final Logger LOG = LogManager.getLogger(DeadLetters.class);

  /** Most files. */
  static final int MAX_FILES = 10_000;

  /** Most bytes of all files. */
  static final long MAX_BYTES = 64L << 20;

  private final Documents files;
  private final NavigableMap<String, Integer> sizes = new TreeMap<>();
  private final NavigableSet<String> replaying = new TreeSet<>();
  private final NavigableSet<String> due = new TreeSet<>();
  private final Set<String> unreadable = new HashSet<>();

  // Delivered, and the file could not go.
  private final Set<String> leaving = new TreeSet<>();
  private final boolean certain;
  private long bytes;
  private volatile int count;

  /** Finds what is there. */
  public DeadLetters(Documents files) throws IOException {
    this.files = files;
    Map<String, String> followed = new TreeMap<>();
    for (String name : files.names()) {
      try {
        byte[] content = files.read(name);
        booked(name, content.length);
        DeadLetter letter = DeadLetter.of(content);
        if (letter.replaying()) {
          replaying.add(name);
          due.add(name);
        }
        FollowUp next = letter.message().followUp();
        if (next != null) {
          followed.put(name, next.key().toString());
        }
      } catch (IOException e) {
        LOG.error("[kora.isokron] the dead letter {} cannot be read; it is left alone", name, e);
        booked(name, 0);
        unreadable.add(name);
      }
    }
    followed.forEach(this::arrived);
    removeDelivered();
    recount();
    certain = files.sync();
  }

  // Where the write that follows has a file, the process ended before the first one's could go.
  private void arrived(String name, String next) {
    if (isReadable(next)) {
      replaying.add(name);
      due.remove(name);
      leaving.add(name);
    }
  }

  private boolean isReadable(String name) {
    return sizes.containsKey(name) && !unreadable.contains(name);
  }

  /** Whether there is one of this key, replayed or not: one that keeps what is in it. */
  public synchronized boolean holds(UUID key) {
    return isReadable(key.toString());
  }

  /** How many wait for an operator. */
  public int count() {
    return count;
  }

  /** Whether those that were found survive a power cut. */
  public boolean areCertain() {
    return certain;
  }

  /**
   * Sets a record aside. It is on the disk when this returns.
   *
   * @return why it was not, if there are too many
   */
  public synchronized Optional<String> park(OutboxRecord message, String reason)
      throws IOException {
    String name = message.key().toString();
    byte[] content = new DeadLetter(message, reason, false).toBytes();
    int before = sizes.getOrDefault(name, 0);
    boolean full = sizes.size() >= MAX_FILES && !sizes.containsKey(name);
    if (full || bytes - before + content.length > MAX_BYTES) {
      return Optional.of("too much is parked: replay or drop some");
    }
    write(name, content);
    replaying.remove(name);
    due.remove(name);
    recount();
    return Optional.empty();
  }

  /** Marks one for another try; false if there is none of this key that waits. */
  public synchronized boolean replay(UUID key) throws IOException {
    String name = key.toString();
    if (!sizes.containsKey(name) || replaying.contains(name)) {
      return false;
    }
    DeadLetter letter = DeadLetter.of(files.read(name));
    write(name, new DeadLetter(letter.message(), letter.reason(), true).toBytes());
    replaying.add(name);
    due.add(name);
    recount();
    return true;
  }

  /**
   * The next one to send again whose file takes no more than this; the next call answers with
   * another. One that cannot be read waits for an operator again.
   */
  public synchronized Optional<OutboxRecord> nextDue(long atMostBytes) {
    for (Iterator<String> names = due.iterator(); names.hasNext(); ) {
      String name = names.next();
      if (sizes.getOrDefault(name, 0) <= atMostBytes) {
        names.remove();
        try {
          return Optional.of(DeadLetter.of(files.read(name)).message());
        } catch (NoSuchFileException e) {
          LOG.error("[kora.isokron] the dead letter {} is not sent again: it is gone", name);
          forget(name);
        } catch (IOException e) {
          LOG.error("[kora.isokron] the dead letter {} cannot be read or sent again", name, e);
          replaying.remove(name);
          recount();
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps the write that follows a replayed one in its place. */
  public synchronized void follow(OutboxRecord next, UUID first) throws IOException {
    String name = next.key().toString();
    write(name, new DeadLetter(next, "follows " + first, true).toBytes());
    replaying.add(name);
    delivered(first);
  }

  /**
   * A replayed one has arrived.
   *
   * @throws IOException if its file stays; {@link #removeDelivered} tries again
   */
  public synchronized void delivered(UUID key) throws IOException {
    leaving.add(key.toString());
    remove(key.toString());
  }

  /** Removes the files of what has been delivered, as far as they go. */
  public synchronized void removeDelivered() {
    for (String name : List.copyOf(leaving)) {
      try {
        remove(name);
      } catch (IOException e) {
        LOG.debug("[kora.isokron] the file of {} was delivered and cannot go yet", name, e);
      }
    }
  }

  /** Gives one up for good; false if there is none of this key that waits. */
  public synchronized boolean drop(UUID key) throws IOException {
    String name = key.toString();
    if (!sizes.containsKey(name) || replaying.contains(name)) {
      return false;
    }
    remove(name);
    return true;
  }

  /** Those that wait for an operator, oldest first. */
  public synchronized List<DeadLetter> all() {
    List<DeadLetter> letters = new ArrayList<>();
    for (String name : sizes.navigableKeySet()) {
      if (!replaying.contains(name)) {
        try {
          letters.add(DeadLetter.of(files.read(name)));
        } catch (IOException e) {
          LOG.error("[kora.isokron] the dead letter {} cannot be read", name, e);
        }
      }
    }
    return letters;
  }

  private void write(String name, byte[] content) throws IOException {
    files.write(name, content);
    booked(name, content.length);
    unreadable.remove(name);
    leaving.remove(name);
  }

  private void remove(String name) throws IOException {
    files.remove(name);
    forget(name);
  }

  private void forget(String name) {
    Integer size = sizes.remove(name);
    bytes -= size == null ? 0 : size;
    replaying.remove(name);
    due.remove(name);
    unreadable.remove(name);
    leaving.remove(name);
    recount();
  }

  private void booked(String name, int size) {
    Integer before = sizes.put(name, size);
    bytes += size - (before == null ? 0 : before);
  }

  private void recount() {
    count = sizes.size() - replaying.size();
  }
}
