package dev.kora.memory.host;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** How the failures of plugin code are kept apart and put into words. */
final class Failure {
  private static final int MAX_LENGTH = 500;

  private Failure() {}

  /**
   * Lets through what no plugin can be blamed for. An endless recursion is a plugin's own fault,
   * and the stack is free again when it gets here.
   */
  static void rethrowFatal(Throwable t) {
    if (t instanceof VirtualMachineError fatal && !(t instanceof StackOverflowError)) {
      throw fatal;
    }
    if (t instanceof InterruptedException) {
      // Nothing declares it, but a plugin in another JVM language, or a sneaky throw, may.
      Thread.currentThread().interrupt();
    }
  }

  /** One line: what happened, down to the first cause. */
  static String describe(Throwable t) {
    StringBuilder text = new StringBuilder(name(t));
    @Nullable Throwable cause = cause(t);
    for (int depth = 0; cause != null && depth < 5; depth++) {
      text.append(": ").append(name(cause));
      cause = cause(cause);
    }
    return oneLine(text.toString());
  }

  private static String name(Throwable t) {
    String message = message(t);
    if (t instanceof NoAnswerException && message != null) {
      return message;
    }
    if (t instanceof ServiceConfigurationError && message != null) {
      // "the.Service: Provider the.Plugin not found": the service's name says nothing here.
      return message.substring(message.indexOf(": ") < 0 ? 0 : message.indexOf(": ") + 2);
    }
    return t.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }

  /** A plugin's own exception class may fail even here, and in any way. */
  private static @Nullable String message(Throwable t) {
    try {
      return t.getMessage();
    } catch (Throwable e) {
      rethrowFatal(e);
      return "no message: " + e.getClass().getSimpleName();
    }
  }

  private static @Nullable Throwable cause(Throwable t) {
    try {
      return t.getCause();
    } catch (Throwable e) {
      rethrowFatal(e);
      return null;
    }
  }

  /** Text from a plugin must not forge lines or escape sequences in a report. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
