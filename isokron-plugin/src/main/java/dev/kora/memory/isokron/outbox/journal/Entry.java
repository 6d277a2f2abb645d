package dev.kora.memory.isokron.outbox.journal;

import org.jspecify.annotations.Nullable;

/** Something that is to stand in the log, until it is synced. Guarded by the log's owner. */
final class Entry {
  private static final byte[] NOTHING = {};

  final byte type;
  final long seq;

  /** The record that this one acknowledges, or 0. */
  final long acks;

  final byte[] record;

  /** Who is told; nobody for a copy. */
  final @Nullable JournalTicket ticket;

  /** Whether the record stands in a file, perhaps one that could not be synced. */
  boolean inSomeFile;

  /** Need not be written: acknowledged before it ever was. */
  boolean dropped;

  /** Its number among all that was appended. */
  long order;

  /** The number of the entry by which it was done with, and whether that is a record too. */
  long endedBy;

  boolean replaced;

  private Entry(byte type, long seq, long acks, byte[] record, @Nullable JournalTicket ticket) {
    this.type = type;
    this.seq = seq;
    this.acks = acks;
    this.record = record;
    this.ticket = ticket;
  }

  static Entry record(long seq, long acks, byte[] record, @Nullable JournalTicket ticket) {
    return new Entry(EntryCodec.RECORD, seq, acks, record, ticket);
  }

  static Entry ack(long seq, @Nullable JournalTicket ticket) {
    return new Entry(EntryCodec.ACK, seq, 0, NOTHING, ticket);
  }

  /** A record once more, so that the segment where it stands can go. */
  static Entry copy(long seq, long acks, byte[] record) {
    Entry copy = record(seq, acks, record, null);
    copy.inSomeFile = true;
    return copy;
  }

  /** Only the acknowledgement that it carries. Who waits for its record hears no more of it. */
  Entry asAck() {
    Entry ack = ack(acks, null);
    ack.order = order;
    return ack;
  }

  /** What it takes in the file. */
  int size() {
    return EntryCodec.OVERHEAD + (type == EntryCodec.RECORD ? Long.BYTES : 0) + record.length;
  }
}
