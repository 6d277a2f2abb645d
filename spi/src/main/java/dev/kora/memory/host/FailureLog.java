package dev.kora.memory.host;

/**
 * The stack traces of what plugins throw. Notices and reports are one line each, for people;
 * whoever has to mend the plugin turns this logger on.
 */
final class FailureLog {
  private static final System.Logger LOG = System.getLogger("dev.kora.memory.host");

  private FailureLog() {}

  static void debug(String text, Throwable t) {
    log(System.Logger.Level.DEBUG, text, t);
  }

  static void warning(String text, Throwable t) {
    log(System.Logger.Level.WARNING, text, t);
  }

  private static void log(System.Logger.Level level, String text, Throwable t) {
    String line = Failure.oneLine(text);
    try {
      LOG.log(level, line, t);
    } catch (Throwable e) {
      Failure.rethrowFatal(e);
      // Printing runs the exception's own code, which may be as broken as its plugin.
      LOG.log(level, line + ": " + Failure.describe(t));
    }
  }
}
