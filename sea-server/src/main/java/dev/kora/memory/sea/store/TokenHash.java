package dev.kora.memory.sea.store;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a service token; compared in constant time. */
public final class TokenHash {
  private final byte[] bytes;

  private TokenHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Hashes a token. */
  public static TokenHash of(String token) {
    return new TokenHash(Secrets.sha256(token));
  }

  static TokenHash ofBytes(byte[] bytes) {
    return new TokenHash(bytes.clone());
  }

  /** The 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenHash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "TokenHash[***]";
  }
}
