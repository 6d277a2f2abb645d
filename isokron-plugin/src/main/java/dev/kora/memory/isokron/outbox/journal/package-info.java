/**
 * Keeps records on disk until they are acknowledged.
 *
 * <p>{@code DiskJournal} is the journal: {@code Intake} queues what callers bring and numbers it,
 * {@code JournalWork} (run by {@code JournalThreads}) writes it into the logs of its folders, each
 * an {@code OpenLog}, and syncs them. {@code JournalSet} opens these, {@code FreeFolders} finds and
 * locks them.
 *
 * <p>{@code JournalLog} is one folder's log, for one thread: {@code Unsynced} holds what is not on
 * the disk, {@code SegmentWriter} writes it, {@code SyncRound} syncs it, {@code Compaction} moves
 * what lives so that {@code Segments} can go, {@code Places} knows where it is. {@code Recovery}
 * reads a log at its opening, {@code JournalReader} one that somebody else has; {@code EntryCodec}
 * and {@code SegmentHeader} are the format.
 *
 * <p>May use {@code outbox.record} and {@code outbox.system}. Called by {@code outbox}, and to look
 * only by {@code cli}.
 */
@NullMarked
package dev.kora.memory.isokron.outbox.journal;

import org.jspecify.annotations.NullMarked;
