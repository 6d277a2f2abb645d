package dev.kora.memory.isokron.json;

/**
 * An answer that does not have the shape its tool promises.
 *
 * @param tool the tool that answered
 * @param expected what its contract says
 * @param got what came instead: bounded, one line, secrets masked
 * @param pointer JSON Pointer (RFC 6901) to the place; empty for the whole answer
 */
public record ShapeViolation(String tool, String expected, String got, String pointer) {
  /** One sentence for logs and messages. */
  public String sentence() {
    return tool
        + " answered "
        + got
        + " at "
        + (pointer.isEmpty() ? "the top" : OneLine.of(pointer, 120))
        + " where "
        + expected
        + " was expected";
  }
}
