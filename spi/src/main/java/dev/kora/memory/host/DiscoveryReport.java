package dev.kora.memory.host;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every candidate that a discovery came across, usable or not.
 *
 * <p>Immutable. Holds the class loaders of plugins that come from a folder: close it when no
 * provider of it is open any more. Reports made from one another share them, so closing one is
 * enough. Safe for all threads.
 */
public final class DiscoveryReport implements AutoCloseable {
  private static final ProviderConfig NO_CONFIG = ProviderConfig.of(Map.of());

  private final List<Candidate> candidates;
  private final List<PluginClassLoader> loaders;
  private final Duration limit;

  /** The limit is that of each candidate's {@code availability}. */
  DiscoveryReport(List<Candidate> candidates, List<PluginClassLoader> loaders, Duration limit) {
    this.candidates = List.copyOf(candidates);
    this.loaders = List.copyOf(loaders);
    this.limit = limit;
  }

  /**
   * All candidates: those of the class path first, then those of the folder by file name.
   *
   * @return immutable
   */
  public List<Candidate> candidates() {
    return candidates;
  }

  /**
   * Asks every sound candidate whether it could be used with its configuration. One that fails to
   * answer, or does not within ten seconds, is unavailable.
   *
   * @param configs by plugin name; a plugin without one is asked with an empty configuration
   * @return a report with the new states
   */
  public DiscoveryReport checked(Map<String, ProviderConfig> configs) {
    List<Candidate> checked = new ArrayList<>();
    try (CallThreads threads = new CallThreads("availability")) {
      for (Candidate candidate : candidates) {
        MemoryProviderPlugin plugin = candidate.plugin();
        checked.add(
            plugin == null
                ? candidate
                : check(candidate, plugin, config(candidate, configs), threads));
      }
    }
    return new DiscoveryReport(checked, loaders, limit);
  }

  /**
   * Chooses the provider to use: the one of that name, or, without a name, the only one available.
   *
   * @param name the plugin's name, or null to leave it to what is there
   * @param configs by plugin name
   * @return the chosen one, or a message that lists what was found and says what to do
   */
  public Choice choose(@Nullable String name, Map<String, ProviderConfig> configs) {
    DiscoveryReport report = checked(configs);
    List<Candidate> fitting = new ArrayList<>(report.candidates);
    fitting.removeIf(c -> c.state() != CandidateState.AVAILABLE);
    if (name != null) {
      fitting.removeIf(c -> !name.equals(c.name()));
    }
    if (fitting.size() != 1) {
      return new Choice.NotChosen(report, report.whyNone(name, fitting.size()));
    }
    Candidate chosen = fitting.get(0).with(CandidateState.CHOSEN, null);
    List<Candidate> marked = new ArrayList<>(report.candidates);
    // Names are unique among the available.
    marked.replaceAll(
        c ->
            c.state() == CandidateState.AVAILABLE && Objects.equals(c.name(), chosen.name())
                ? chosen
                : c);
    return new Choice.Chosen(
        new DiscoveryReport(marked, loaders, limit), chosen, config(chosen, configs));
  }

  private String whyNone(@Nullable String name, int available) {
    if (candidates.isEmpty()) {
      return (name == null ? "No memory provider" : "No memory provider named " + name)
          + " was found. Put a plugin's jar on the class path, or into the plugins folder, and"
          + " start again.";
    }
    if (available > 1) {
      return "Several memory providers are available. Choose one by name:" + listed();
    }
    if (name == null) {
      return "No memory provider is available. Found:" + listed();
    }
    Optional<Candidate> named =
        candidates.stream()
            .filter(c -> name.equals(c.name()) && c.state() == CandidateState.UNAVAILABLE)
            .findFirst();
    return named.isPresent()
        ? "The memory provider " + name + " cannot be used: " + named.get().reason()
        : "No memory provider named " + name + " can be used. Found:" + listed();
  }

  private String listed() {
    return candidates.stream()
        .map(Candidate::describe)
        .collect(Collectors.joining("\n  ", "\n  ", ""));
  }

  private static ProviderConfig config(Candidate candidate, Map<String, ProviderConfig> configs) {
    String name = candidate.name();
    return name == null ? NO_CONFIG : configs.getOrDefault(name, NO_CONFIG);
  }

  private Candidate check(
      Candidate candidate,
      MemoryProviderPlugin plugin,
      ProviderConfig config,
      CallThreads threads) {
    @Nullable Availability answer;
    try {
      answer =
          threads.call(
              limit,
              () -> ContextLoader.during(plugin.getClass(), () -> plugin.availability(config)),
              late -> {});
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      FailureLog.debug(candidate.name() + ": availability() failed", t);
      return candidate.with(
          CandidateState.UNAVAILABLE, "availability() failed: " + Failure.describe(t));
    }
    if (answer == null) {
      return candidate.with(CandidateState.UNAVAILABLE, "availability() returned null");
    }
    return answer instanceof Availability.Unavailable unavailable
        ? candidate.with(CandidateState.UNAVAILABLE, Failure.oneLine(unavailable.reason()))
        : candidate.with(CandidateState.AVAILABLE, null);
  }

  /**
   * Closes the class loaders of the plugins folder. Calling it again does nothing.
   *
   * @throws IOException if one could not be closed; the others are closed all the same
   */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
