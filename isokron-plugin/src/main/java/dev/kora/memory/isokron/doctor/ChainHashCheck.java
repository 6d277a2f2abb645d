package dev.kora.memory.isokron.doctor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Recomputes an event's hash by the formula of the contract (chain-events.md, "The chain in Sea's
 * Postgres"), with nothing of the server that wrote it. For one thread.
 */
final class ChainHashCheck {
  private static final HexFormat HEX = HexFormat.of();
  private static final int VERSION = 1;

  private final MessageDigest digest;

  private ChainHashCheck() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What is wrong with the event's hash, if anything is. */
  static Optional<String> problem(String workspace, ChainedEvent event) {
    if (event.version() != VERSION) {
      return Optional.of("its hash is of version " + event.version() + ", which is not known here");
    }
    try {
      if (!DigestUtils.sha256Hex(HEX.parseHex(event.payload())).equals(event.payloadSha256())) {
        return Optional.of("payload_sha256 is not the hash of the payload's bytes");
      }
      String before = event.seq() == 1 ? genesis(workspace) : event.before();
      if (!event.previous().equals(before)) {
        return Optional.of("it does not follow the event before it");
      }
      return hash(workspace, event).equals(event.hash())
          ? Optional.empty()
          : Optional.of("this_event_hash is not the hash of its fields");
    } catch (IllegalArgumentException e) {
      return Optional.of("a hash in it is no hash");
    }
  }

  /** What a workspace's first event follows. */
  static String genesis(String workspace) {
    ChainHashCheck check = new ChainHashCheck();
    check.ascii("kora.chain.v1.genesis\n");
    check.text(workspace);
    return check.result();
  }

  /** The hash that the event must have. */
  static String hash(String workspace, ChainedEvent event) {
    ChainHashCheck check = new ChainHashCheck();
    check.ascii("kora.chain.v1\n");
    check.digest.update(HEX.parseHex(event.previous()));
    check.number(event.seq());
    check.text(workspace);
    check.uuid(event.id());
    check.uuid(event.key());
    check.uuid(event.actor());
    check.text(event.actorKind());
    check.text(event.type());
    check.number(event.occurredUs());
    check.number(event.emittedUs());
    check.digest.update(HEX.parseHex(event.payloadSha256()));
    return check.result();
  }

  private void ascii(String text) {
    digest.update(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** {@code lp}: the length in bytes as four of them, then the bytes. */
  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bigEndian(bytes.length, 4);
    digest.update(bytes);
  }

  private void uuid(UUID id) {
    number(id.getMostSignificantBits());
    number(id.getLeastSignificantBits());
  }

  private void number(long value) {
    bigEndian(value, 8);
  }

  private void bigEndian(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      digest.update((byte) (value >>> shift));
    }
  }

  private String result() {
    return HEX.formatHex(digest.digest());
  }
}
