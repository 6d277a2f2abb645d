package dev.kora.memory.sea.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChainHashTest {
  private final ChainHash hash = new ChainHash();

  /** The expected values were computed from the contract by a program in another language. */
  @Test
  void genesisAndEventHaveTheirGoldenValues() {
    byte[] genesis = hash.genesis("org_ä");
    byte[] payload = "{\"a\":1}".getBytes(UTF_8);
    byte[] payloadHash = hash.sha256(payload);
    ChainRow row =
        new ChainRow(
            1,
            new UUID(0, 1),
            new UUID(0, 2),
            new UUID(0, 3),
            "kora",
            "kora.test.ran",
            1_700_000_000_000_001L,
            1_700_000_000_000_001L,
            -5,
            "{\"a\": 1}",
            payload,
            payloadHash,
            genesis,
            new byte[32],
            1);

    assertEquals(
        "8f5f902a128f6343b4a195375878194df27dabebb81d0844aaee0a777fd274e8",
        HexFormat.of().formatHex(genesis));
    assertEquals(
        "1fc85ce04b7f2fb9de184acfaf5812cffb897f65728c4835b86d6d1cd48d1775",
        HexFormat.of().formatHex(hash.event("org_ä", genesis, payloadHash, row)));
  }
}
