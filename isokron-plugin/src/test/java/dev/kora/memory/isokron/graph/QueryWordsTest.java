package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryWordsTest {
  @Test
  void wordsOfHeadersAreLeftOutUnlessThereAreNoOthers() {
    assertEquals("the walrus", QueryWords.telling("the  (titles) \"kind\": walrus"));
    assertEquals("title, kind?", QueryWords.telling("title, kind?"));
  }

  @Test
  void aLongTextOfAnyKindIsCutAndTakesNoTime() {
    String signs = "a" + "-".repeat(2_000_000) + "a";
    assertTrue(QueryWords.telling(signs).length() <= 4_000);
    assertTrue(QueryWords.telling("walrus " + signs).startsWith("walrus "));
    assertTrue(QueryWords.telling("x" + "😀".repeat(5_000)).endsWith("😀"));
  }
}
