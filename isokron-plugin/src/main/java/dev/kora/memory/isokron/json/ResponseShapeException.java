package dev.kora.memory.isokron.json;

/** A tool answered something of another shape than its contract says. */
public final class ResponseShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ShapeViolation violation;

  /** Makes the exception; its message is the violation's sentence. */
  public ResponseShapeException(ShapeViolation violation) {
    super(violation.sentence());
    this.violation = violation;
  }

  /** What was expected, what came, and where. */
  public ShapeViolation violation() {
    return violation;
  }
}
