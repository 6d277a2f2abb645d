package dev.kora.memory.sea.chain;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Follows one chain row by row, in constant memory, and names the first break. */
public final class ChainCheck {
  private static final HexFormat HEX = HexFormat.of();

  private final ChainHash hash = new ChainHash();
  private final String workspaceId;
  private final @Nullable ChainHead anchor;
  private byte[] head;
  private byte[] beforeHead;
  private long rows;
  private long firstSeq;
  private long lastSeq;

  /**
   * Begins before the first event.
   *
   * @param anchor an event that must be there, from a checkpoint
   */
  public ChainCheck(String workspaceId, @Nullable ChainHead anchor) {
    this.workspaceId = workspaceId;
    this.anchor = anchor;
    this.head = hash.genesis(workspaceId);
    this.beforeHead = head;
  }

  /** Rows come by {@code seq}; after a break none may follow. */
  public @Nullable ChainBreak next(ChainRow row) {
    rows++;
    ChainBreak found = order(row);
    if (found == null) {
      found = content(row);
    }
    if (found == null && anchor != null && anchor.seq() == row.seq()) {
      found = anchored(row, anchor);
    }
    if (found == null) {
      firstSeq = firstSeq == 0 ? row.seq() : firstSeq;
      lastSeq = row.seq();
      beforeHead = head;
      head = row.thisHash();
    }
    return found;
  }

  /** After the last row, if all of them held. */
  public @Nullable ChainBreak end(@Nullable ChainHead stored) {
    if (stored == null) {
      return at(
          Math.max(1, lastSeq),
          Kind.CHAIN_MISSING,
          "the workspace has no head row, and " + rows + " events");
    }
    if (stored.seq() > 0 && rows == 0) {
      return at(
          1,
          Kind.CHAIN_MISSING,
          "the head row names event " + stored.seq() + ", and there are no events");
    }
    if (stored.seq() > lastSeq) {
      return truncated("the head row", stored);
    }
    if (stored.seq() != lastSeq || !Arrays.equals(stored.hash(), head)) {
      return at(
          lastSeq,
          Kind.HEAD_MISMATCH,
          "the head row says " + text(stored) + ", the chain ends at " + lastSeq + " " + head());
    }
    return anchor != null && anchor.seq() > lastSeq ? truncated("the checkpoint", anchor) : null;
  }

  /** The break where several rows have one number, whatever each of them says. */
  public static ChainBreak fork(long seq) {
    return at(seq, Kind.FORK, "event " + seq + " is there more than once");
  }

  /** How many rows came. */
  public long rows() {
    return rows;
  }

  /** The first row's number, 0 if there is none. */
  public long firstSeq() {
    return firstSeq;
  }

  /** The number of the last row that holds, 0 if there is none. */
  public long lastSeq() {
    return lastSeq;
  }

  /** The hash of the last row that holds, in hex. */
  public String head() {
    return HEX.formatHex(head);
  }

  private @Nullable ChainBreak order(ChainRow row) {
    if (row.seq() < 1) {
      return at(row.seq(), Kind.GAP, "no event has the number " + row.seq() + "; the first is 1");
    }
    if (row.seq() <= lastSeq) {
      return fork(row.seq());
    }
    if (Arrays.equals(row.prevHash(), beforeHead) && rows > 1) {
      return at(row.seq(), Kind.FORK, "it follows the same event as number " + lastSeq + " does");
    }
    if (row.seq() != lastSeq + 1) {
      return at(
          lastSeq + 1,
          Kind.GAP,
          "event " + (lastSeq + 1) + " is missing; the next one is " + row.seq());
    }
    if (row.hashVersion() != ChainHash.VERSION) {
      return at(row.seq(), Kind.UNKNOWN_VERSION, "hash_version is " + row.hashVersion());
    }
    if (!Arrays.equals(row.prevHash(), head)) {
      return at(
          row.seq(),
          Kind.PREVIOUS,
          "it points to " + HEX.formatHex(row.prevHash()) + ", the event before it is " + head());
    }
    return null;
  }

  private @Nullable ChainBreak content(ChainRow row) {
    byte[] payloadHash = hash.sha256(row.payloadC14n());
    if (!Arrays.equals(payloadHash, row.payloadSha256())) {
      return at(row.seq(), Kind.HASH, "payload_sha256 is not the hash of payload_c14n");
    }
    byte[] expected = hash.event(workspaceId, head, payloadHash, row);
    if (!Arrays.equals(expected, row.thisHash())) {
      return at(
          row.seq(),
          Kind.HASH,
          "its content gives "
              + HEX.formatHex(expected)
              + ", stored is "
              + HEX.formatHex(row.thisHash()));
    }
    if (row.occurredUs() != row.occurredAtUs()) {
      return at(
          row.seq(),
          Kind.TIME_COLUMNS_DIFFER,
          "occurred_us is " + row.occurredUs() + ", occurred_at is " + row.occurredAtUs());
    }
    return sameJson(row)
        ? null
        : at(row.seq(), Kind.JSONB_COPY_DIFFERS, "payload is not what payload_c14n says");
  }

  private static @Nullable ChainBreak anchored(ChainRow row, ChainHead anchor) {
    return Arrays.equals(row.thisHash(), anchor.hash())
        ? null
        : at(
            row.seq(),
            Kind.HEAD_MISMATCH,
            "the checkpoint says "
                + text(anchor)
                + ", the event's hash is "
                + HEX.formatHex(row.thisHash())
                + ": the chain was written anew");
  }

  private ChainBreak truncated(String who, ChainHead end) {
    return at(
        lastSeq + 1,
        Kind.TRUNCATED,
        who + " names event " + end.seq() + ", and the last one there is " + lastSeq);
  }

  private static String text(ChainHead head) {
    return head.seq() + " " + HEX.formatHex(head.hash());
  }

  private static boolean sameJson(ChainRow row) {
    if (PlainJson.same(new String(row.payloadC14n(), StandardCharsets.UTF_8), row.payloadText())) {
      return true;
    }
    try {
      return Arrays.equals(CanonicalJson.ofText(row.payloadText()), row.payloadC14n());
    } catch (UncanonicalJsonException e) {
      return false;
    }
  }

  private static ChainBreak at(long seq, Kind kind, String detail) {
    return new ChainBreak(seq, kind, detail);
  }
}
