package dev.kora.memory.isokron.json;

/** A validated answer, or why it is not one. */
public sealed interface Shaped<T> {
  /** The answer has the shape; {@code value} is what was read from it. */
  record Valid<T>(T value) implements Shaped<T> {}

  /** The answer has another shape. */
  record Violated<T>(ShapeViolation violation) implements Shaped<T> {}

  /** Returns the value, or throws what the violation amounts to. */
  default T orThrow() {
    if (this instanceof Violated<T> violated) {
      throw new ResponseShapeException(violated.violation());
    }
    return ((Valid<T>) this).value();
  }
}
