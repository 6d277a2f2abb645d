package dev.kora.memory.tck;

import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;

/** Plugins that show one workspace what another one said; they break M14. */
final class LeakyMemories {
  private LeakyMemories() {}

  /** Searches where all workspaces are. */
  public static class Recall extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public String prefetch(String query) {
          return String.join("\n", provider.turnsOfAll());
        }
      };
    }
  }

  /** One prompt for everybody, made when a session is opened. */
  public static class Prompt extends BrokenMemories.OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      String prompt = String.join("\n", provider.turnsOfAll());
      return new Session(provider, context) {
        @Override
        public String systemPromptBlock() {
          return closed ? "" : prompt;
        }
      };
    }
  }
}
