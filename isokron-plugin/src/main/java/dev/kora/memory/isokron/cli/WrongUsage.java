package dev.kora.memory.isokron.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line without repeating what may be a secret. */
final class WrongUsage {
  private WrongUsage() {}

  /** The reason in one sentence; {@code given} are all words of the command line. */
  static String told(ParameterException wrong, String[] given) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    // The words after the first one may be an address with a key in its query.
    String word = unmatched.getUnmatched().get(0);
    List<String> words = Arrays.asList(given);
    int stdio = 0;
    while (stdio < given.length && !isStdio(given[stdio])) {
      stdio++;
    }
    if (words.lastIndexOf(word) > stdio) {
      return "quote the whole address: 'stdio://PROGRAM ARGUMENTS'";
    }
    if (word.startsWith("-")) {
      int value = word.indexOf('=');
      return "unknown option " + (value < 0 ? word : word.substring(0, value));
    }
    return wrong.getCommandLine().getSubcommands().isEmpty()
        ? "too many arguments"
        : "unknown command " + word;
  }

  private static boolean isStdio(String word) {
    return word.toLowerCase(Locale.ROOT).startsWith("stdio://");
  }
}
