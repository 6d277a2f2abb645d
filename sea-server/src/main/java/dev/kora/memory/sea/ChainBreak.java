package dev.kora.memory.sea;

/**
 * The first place at which a chain does not hold.
 *
 * @param seq the row's number, or the number that should have been there
 * @param kind what kind of break it is
 * @param detail what was expected and what was found
 */
public record ChainBreak(long seq, Kind kind, String detail) {
  /** The kinds of break. */
  public enum Kind {
    /** A row's content does not give the hash stored with it. */
    HASH("hash"),
    /** A row does not point to the row before it. */
    PREVIOUS("previous"),
    /** A number is missing. */
    GAP("gap"),
    /** Two rows follow the same one. */
    FORK("fork"),
    /** The head row and the last event differ. */
    HEAD_MISMATCH("head mismatch"),
    /** The head row names events that are no longer there. */
    TRUNCATED("truncated"),
    /** The workspace's rows or its head row are gone altogether. */
    CHAIN_MISSING("chain missing"),
    /** Two rows carry the same event key. */
    DUPLICATE_KEY("duplicate key"),
    /** {@code occurred_at} and {@code occurred_us} are not the same instant. */
    TIME_COLUMNS_DIFFER("time columns differ"),
    /** The {@code jsonb} copy is not what was hashed. */
    JSONB_COPY_DIFFERS("jsonb copy differs"),
    /** A row was hashed by a formula that this version does not know. */
    UNKNOWN_VERSION("unknown version");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /**
     * Names the kind in reports.
     *
     * @return lower-case words
     */
    public String label() {
      return label;
    }
  }
}
