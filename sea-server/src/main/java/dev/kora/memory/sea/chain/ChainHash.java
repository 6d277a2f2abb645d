package dev.kora.memory.sea.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The chain's formula, version 1, written from the contract and not from the SQL. Not for use by
 * several threads.
 */
final class ChainHash {
  static final int VERSION = 1;

  private static final byte[] EVENT = "kora.chain.v1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GENESIS =
      "kora.chain.v1.genesis\n".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(8);

  ChainHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  byte[] sha256(byte[] bytes) {
    return digest.digest(bytes);
  }

  byte[] genesis(String workspaceId) {
    digest.update(GENESIS);
    text(workspaceId);
    return digest.digest();
  }

  byte[] event(String workspaceId, byte[] previous, byte[] payloadSha256, ChainRow row) {
    digest.update(EVENT);
    digest.update(previous);
    number(row.seq());
    text(workspaceId);
    uuid(row.eventId());
    uuid(row.eventKey());
    uuid(row.actorId());
    text(row.actorKind());
    text(row.eventType());
    number(row.occurredUs());
    number(row.emittedUs());
    digest.update(payloadSha256);
    return digest.digest();
  }

  private void number(long value) {
    digest.update(number.clear().putLong(value).array());
  }

  private void uuid(UUID value) {
    number(value.getMostSignificantBits());
    number(value.getLeastSignificantBits());
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update(number.clear().putInt(bytes.length).array(), 0, 4);
    digest.update(bytes);
  }
}
