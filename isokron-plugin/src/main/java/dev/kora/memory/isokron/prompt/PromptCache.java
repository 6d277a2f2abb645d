package dev.kora.memory.isokron.prompt;

import org.jspecify.annotations.Nullable;

/** The block written last, for as long as it is made of the same parts. Safe for all threads. */
public final class PromptCache {
  private volatile @Nullable Written written;

  private record Written(PromptData data, String text) {}

  /** The block of this data. */
  public String block(PromptData data) {
    Written last = written;
    if (last != null && last.data().isMadeOfTheSame(data)) {
      return last.text();
    }
    Written now = new Written(data, PromptBlock.of(data));
    written = now;
    return now.text();
  }
}
