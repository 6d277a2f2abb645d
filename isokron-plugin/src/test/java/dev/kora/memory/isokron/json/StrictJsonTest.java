package dev.kora.memory.isokron.json;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class StrictJsonTest {
  @Test
  void aTextOfMillionsOfSmallValuesIsRefusedBeforeItFillsTheMemory() {
    assertInstanceOf(ParsedJson.Malformed.class, StrictJson.parse("[" + "[],".repeat(1_000_000)));
    String swarm = "[" + "0,".repeat(2_000_000) + "0]";
    assertInstanceOf(ParsedJson.Malformed.class, StrictJson.parse(swarm));
    String large = "[" + "0,".repeat(100_000) + "0]";
    assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(large));
  }
}
