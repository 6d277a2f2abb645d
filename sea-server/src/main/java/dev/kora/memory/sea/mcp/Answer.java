package dev.kora.memory.sea.mcp;

import org.jspecify.annotations.Nullable;

/**
 * What goes back for a message.
 *
 * @param kind what it is
 * @param json the JSON-RPC response, on one line; null for {@link Kind#NONE}
 */
public record Answer(Kind kind, @Nullable String json) {
  /** Kinds of answers, which HTTP tells apart. */
  public enum Kind {
    /** What was asked for. */
    RESULT,
    /** Why what was asked for is not to be had. */
    ERROR,
    /** The message is no request at all. */
    INVALID,
    /** Nothing: notifications have no answer. */
    NONE
  }
}
