package dev.kora.memory.isokron.doctor;

/** What one check found. */
record Finding(Check.State state, String detail, String advice) {
  static Finding ok(String detail) {
    return new Finding(Check.State.OK, detail, "");
  }

  static Finding warn(String detail, String advice) {
    return new Finding(Check.State.WARN, detail, advice);
  }

  static Finding fail(String detail, String advice) {
    return new Finding(Check.State.FAIL, detail, advice);
  }

  /** The check had nothing to stand on. */
  static Finding notChecked(String why) {
    return warn(Check.NOT_CHECKED + why, "");
  }
}
