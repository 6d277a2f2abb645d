package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One record in a queue, in memory. Guarded by the outbox's lock. */
final class Waiting {
  /** Failures of its own after which a record is suspected to be at fault by itself. */
  private static final int SUSPECT_AFTER = 20;

  /** What keeps a record until it is delivered. */
  enum Source {
    /** The journal, under the record's handle. */
    JOURNAL,
    /** The file of the dead letter that is replayed. */
    LETTER,
    /** The file of the gap whose event it is. */
    GAP
  }

  final OutboxRecord message;
  final Source source;
  final long bytes;

  /** What becomes of it; the same one when it is read again from the disk. */
  CompletableFuture<Offer.Fate> fate = new CompletableFuture<>();

  /** Its place among the records of a workspace. */
  long handle = Journal.NONE;

  /** Its way into the journal; null when it was found on the disk. */
  private Journal.@Nullable Ticket way;

  /** Whether it may be sent: it is in the file, or will not be for now. */
  boolean released;

  /** Whether someone waits for the answer and is to be told of a refusal. */
  boolean awaited;

  /** Whether someone wants to know what becomes of it, now or later. */
  final boolean watched;

  /** Whether a sender has it. */
  boolean inFlight;

  /** Failed attempts, whatever the reason. */
  int attempts;

  String lastReason = "";

  /** How many canaries for it failed that were read from the backlog. */
  int failedScouts;

  /** The last of them. */
  long lastScout = Journal.NONE;

  /** How often it failed as the canary of another. */
  int failuresAsCanary;

  /** Whether a canary was accepted: if it fails once more, it is the one at fault. */
  boolean lastChance;

  /** How often it failed without a clear answer right after a canary was accepted. */
  int proofs;

  private int strikes;

  private Waiting(OutboxRecord message, Source source, boolean awaited) {
    this.message = message;
    this.source = source;
    this.bytes = message.bytes();
    this.awaited = awaited;
    this.watched = awaited;
  }

  /** One that is on its way into the journal. */
  static Waiting accepted(OutboxRecord message, boolean awaited) {
    return new Waiting(message, Source.JOURNAL, awaited);
  }

  /** One that stands on the disk. */
  static Waiting kept(OutboxRecord message, Source source, long handle) {
    Waiting waiting = new Waiting(message, source, false);
    waiting.handle = handle;
    waiting.released = true;
    return waiting;
  }

  String tool() {
    return message.tool();
  }

  /** It is on its way into the journal. */
  void underWay(Journal.Ticket ticket) {
    way = ticket;
    handle = ticket.handle();
  }

  /** Whether it stands on the disk: there after a restart. */
  boolean isKept() {
    return way == null || way.isWritten();
  }

  /** Waits a while until it does. */
  boolean awaitKept(long atMostNanos) {
    return way == null || way.awaitWritten(atMostNanos);
  }

  /** Whether its handle is all that has to stay in memory. */
  boolean mayShrink() {
    return source == Source.JOURNAL && !awaited && !inFlight && isKept();
  }

  boolean isSuspect() {
    return strikes >= SUSPECT_AFTER;
  }

  /** It failed where others might not have. */
  void strike(boolean atOnce) {
    strikes = atOnce ? SUSPECT_AFTER : strikes + 1;
  }

  /** A canary that was read for it from the backlog failed, or could not be read. */
  void scoutFailed(long scout) {
    failedScouts++;
    lastScout = Math.max(lastScout, scout);
  }

  /** Its canary failed: what it failed with so far says nothing against it. */
  void canaryFailed() {
    strikes = 0;
  }
}
