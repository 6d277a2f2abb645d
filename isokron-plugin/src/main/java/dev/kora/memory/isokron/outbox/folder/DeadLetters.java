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

  private final LetterFiles files;
  private final NavigableSet<String> replaying = new TreeSet<>();
  private final NavigableSet<String> due = new TreeSet<>();

  // Delivered, and the file could not go.
  private final Set<String> leaving = new TreeSet<>();
  private final boolean certain;
  private volatile int count;

  /** Finds what is there. */
  public DeadLetters(Documents documents) throws IOException {
    Map<String, String> followed = new TreeMap<>();
    files =
        new LetterFiles(
            documents,
            (name, letter) -> {
              if (letter.replaying()) {
                replaying.add(name);
                due.add(name);
              }
              FollowUp next = letter.message().followUp();
              if (next != null) {
                followed.put(name, next.key().toString());
              }
            });
    followed.forEach(this::arrived);
    removeDelivered();
    recount();
    certain = documents.sync();
  }

  // Where the write that follows has a file, the process ended before the first one's could go.
  private void arrived(String name, String next) {
    if (files.keeps(next)) {
      replaying.add(name);
      due.remove(name);
      leaving.add(name);
    }
  }

  /** Whether there is one of this key, replayed or not: one that keeps what is in it. */
  public synchronized boolean holds(UUID key) {
    return files.keeps(key.toString());
  }

  /** How many wait for an operator. */
  public int count() {
    return count;
  }

  /** Whether those that were found survive a power cut. */
  public boolean areCertain() {
    return certain;
  }

  /** The hash codes of the keys of all. */
  public synchronized Set<Integer> keyHashes() {
    Set<Integer> hashes = new HashSet<>();
    for (String name : files.names()) {
      try {
        hashes.add(UUID.fromString(name).hashCode());
      } catch (IllegalArgumentException e) {
        LOG.debug("[kora.isokron] {} is no key: somebody put it there", name);
      }
    }
    return hashes;
  }

  /**
   * Sets a record aside. It is on the disk when this returns.
   *
   * @return why it was not, if there are too many
   */
  public synchronized Optional<String> park(OutboxRecord message, String reason)
      throws IOException {
    String name = message.key().toString();
    DeadLetter letter = new DeadLetter(message, reason, false);
    boolean full = files.names().size() >= MAX_FILES && !files.has(name);
    if (full || files.bytes() - files.size(name) + letter.toBytes().length > MAX_BYTES) {
      return Optional.of("too much is parked: replay or drop some");
    }
    write(name, letter);
    replaying.remove(name);
    due.remove(name);
    recount();
    return Optional.empty();
  }

  /** Marks one for another try; false if there is none of this key that waits. */
  public synchronized boolean replay(UUID key) throws IOException {
    String name = key.toString();
    if (!files.has(name) || replaying.contains(name)) {
      return false;
    }
    DeadLetter letter = files.read(name);
    write(name, new DeadLetter(letter.message(), letter.reason(), true));
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
      if (files.size(name) <= atMostBytes) {
        names.remove();
        try {
          return Optional.of(files.read(name).message());
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
    write(name, new DeadLetter(next, "follows " + first, true));
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
    if (!files.has(name) || replaying.contains(name)) {
      return false;
    }
    remove(name);
    return true;
  }

  /** Those that wait for an operator, oldest first. */
  public synchronized List<DeadLetter> all() {
    List<DeadLetter> letters = new ArrayList<>();
    for (String name : files.names()) {
      if (!replaying.contains(name)) {
        try {
          letters.add(files.read(name));
        } catch (IOException e) {
          LOG.error("[kora.isokron] the dead letter {} cannot be read", name, e);
        }
      }
    }
    return letters;
  }

  private void write(String name, DeadLetter letter) throws IOException {
    files.write(name, letter);
    leaving.remove(name);
  }

  private void remove(String name) throws IOException {
    files.remove(name);
    forget(name);
  }

  private void forget(String name) {
    files.forget(name);
    replaying.remove(name);
    due.remove(name);
    leaving.remove(name);
    recount();
  }

  private void recount() {
    count = files.names().size() - replaying.size();
  }
}
