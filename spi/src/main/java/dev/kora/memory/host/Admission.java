package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySpi;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a plugin that could be loaded may take part (rules M1 and M2). */
final class Admission {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final Map<String, Candidate> byName = new HashMap<>();

  /** What a plugin says of itself. */
  record Answers(
      MemoryProviderPlugin plugin, Asked<Integer> spi, Asked<String> name, Asked<String> version) {

    /** Runs the plugin's code, so not on the host's own thread. */
    static Answers of(MemoryProviderPlugin plugin) {
      return new Answers(
          plugin,
          Asked.of("spiVersion()", plugin::spiVersion),
          Asked.of("name()", plugin::name),
          Asked.of("version()", plugin::version));
    }
  }

  Candidate admit(Answers answers, String className, String source) {
    Asked<Integer> spi = answers.spi();
    Asked<String> name = answers.name();
    Asked<String> version = answers.version();
    @Nullable String problem = problem(spi, name);
    Candidate candidate =
        new Candidate(
            name.answer() == null ? null : Failure.oneLine(name.answer()),
            className,
            // Only for show, so a plugin does not fall over it.
            version.answer() == null ? "unknown" : Failure.oneLine(version.answer()),
            spi.answer(),
            source,
            problem == null ? CandidateState.AVAILABLE : CandidateState.REJECTED,
            problem,
            problem == null ? answers.plugin() : null);
    if (problem == null && candidate.name() != null) {
      byName.put(candidate.name(), candidate);
    }
    return candidate;
  }

  private @Nullable String problem(Asked<Integer> spi, Asked<String> name) {
    if (spi.failure() != null) {
      return spi.failure();
    }
    if (spi.answer() != null && spi.answer() > MemorySpi.VERSION) {
      return "needs SPI version %d, this host has %d: use a newer host or an older plugin"
          .formatted(spi.answer(), MemorySpi.VERSION);
    }
    if (spi.answer() != null && spi.answer() < 1) {
      return "spiVersion() is " + spi.answer() + ", but the first SPI version is 1";
    }
    String given = name.answer();
    if (given == null) {
      return name.failure() == null ? "name() returned null" : name.failure();
    }
    if (!NAME.matcher(given).matches()) {
      return "the name \"" + Failure.oneLine(given) + "\" does not match " + NAME.pattern();
    }
    if (given.equals(BuiltInMemory.NAME)) {
      return "the name \"" + given + "\" belongs to the host's own memory";
    }
    Candidate first = byName.get(given);
    return first == null
        ? null
        : "the name \"%s\" is already taken by %s of %s: remove one of them"
            .formatted(given, first.className(), first.source());
  }

  /** What a plugin answered, or how it failed to. */
  record Asked<T>(@Nullable T answer, @Nullable String failure) {

    interface Question<T> {
      @Nullable T ask();
    }

    static <T> Asked<T> of(String what, Question<T> question) {
      try {
        return new Asked<>(question.ask(), null);
      } catch (Throwable t) {
        Failure.rethrowFatal(t);
        FailureLog.debug(what + " failed", t);
        return new Asked<>(null, what + " failed: " + Failure.describe(t));
      }
    }
  }
}
