package dev.kora.memory.sea.chain;

/** A JSON value that has no canonical form, with the place in it. */
public final class UncanonicalJsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Where. */
  private final String pointer;

  UncanonicalJsonException(String pointer, String why) {
    super(why);
    this.pointer = pointer;
  }

  /** A JSON Pointer to the place; empty for the whole value. */
  public String pointer() {
    return pointer;
  }
}
