package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class EachBrokenPluginFailsItsOwnRuleTest {
  private static Supplier<MemoryProviderPlugin> subject = GoodMemory::new;
  private static Optional<Duration> patience = Optional.empty();

  /** What a plugin's author writes. */
  static class Subject extends MemoryProviderContract {
    @Override
    protected MemoryProviderPlugin plugin() {
      return subject.get();
    }

    @Override
    protected ProviderConfig validConfig() {
      return ProviderConfig.of(Map.of("token", "good"), Map.of());
    }

    @Override
    protected Duration atOnce() {
      return patience.orElseGet(super::atOnce);
    }

    @Override
    protected Duration unloading() {
      return patience.orElseGet(super::unloading);
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("M1", plugin(BrokenMemories.M1::new)),
        Arguments.of("M2", plugin(BrokenMemories.M2::new)),
        Arguments.of("M3", plugin(BrokenMemories.M3::new)),
        Arguments.of("M4", plugin(BrokenMemories.M4::new)),
        Arguments.of("M5", plugin(BrokenMemories.M5::new)),
        Arguments.of("M6", plugin(BrokenMemories.M6::new)),
        Arguments.of("M7", plugin(BrokenMemories.M7::new)),
        Arguments.of("M8", plugin(BrokenMemories.M8::new)),
        Arguments.of("M9", plugin(BrokenMemories.M9::new)),
        Arguments.of("M10", plugin(BrokenMemories.M10::new)),
        Arguments.of("M11", plugin(BrokenMemories.M11::new)),
        Arguments.of("M12", plugin(BrokenMemories.M12::new)),
        Arguments.of("M13", plugin(BrokenMemories.M13::new)),
        Arguments.of("M14", plugin(BrokenMemories.M14::new)),
        Arguments.of("M14", plugin(LeakyMemories.Recall::new)),
        Arguments.of("M14", plugin(LeakyMemories.Prompt::new)),
        Arguments.of("M15", plugin(BrokenMemories.M15::new)),
        Arguments.of("M16", plugin(BrokenMemories.M16::new)),
        Arguments.of("M3", plugin(BrokenLives.StartsEarly::new)),
        Arguments.of("M3", plugin(BrokenLives.ConnectsEarly::new)),
        Arguments.of("M7", plugin(BrokenThreads.OneThreadsHealth::new)),
        Arguments.of("M14", plugin(BrokenThreads.OneToolAtATime::new)),
        Arguments.of("M17", plugin(BrokenThreads.SwallowsInterrupts::new)),
        Arguments.of("M17", plugin(BrokenThreads.SwallowsInterruptsInHooks::new)),
        Arguments.of("M18", plugin(BrokenThreads.NotReadyForTheAnswer::new)),
        Arguments.of("M21", plugin(BrokenLives.NeedsATurn::new)),
        Arguments.of("M21", plugin(BrokenLives.OnlyResets::new)));
  }

  private static Supplier<MemoryProviderPlugin> plugin(Supplier<MemoryProviderPlugin> plugin) {
    return plugin;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void itsOwnAndNoOther(String rule, Supplier<MemoryProviderPlugin> plugin) {
    assertEquals(Set.of(rule), failedRules(plugin));
  }

  /** Those that the kit has to wait for: it does so less long than it otherwise would. */
  static Stream<Arguments> slow() {
    return Stream.of(
        Arguments.of("M17", plugin(BrokenThreads.WaitsAllTheSame::new)),
        Arguments.of("M18", plugin(BrokenThreads.TellsUnderItsLock::new)),
        Arguments.of("M19", plugin(BrokenLives.LeavesAThread::new)),
        Arguments.of("M20", plugin(BrokenLives.LeavesAHook::new)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void itsOwnAndNoOtherInLessTime(String rule, Supplier<MemoryProviderPlugin> plugin) {
    patience = Optional.of(Duration.ofSeconds(5));
    try {
      assertEquals(Set.of(rule), failedRules(plugin));
    } finally {
      patience = Optional.empty();
    }
  }

  @Test
  void aSoundPluginFailsNone() {
    assertEquals(Set.of(), failedRules(GoodMemory::new));
  }

  @Test
  void theKitEndsEachSessionIdOnceAsAHostDoes() {
    int before = OneEndMemory.ENDS.get();
    assertEquals(Set.of(), failedRules(OneEndMemory::new));
    assertTrue(OneEndMemory.ENDS.get() > before, "the kit ended no conversation");
  }

  @Test
  void recordsThatTheJdkRemembersAreNoFault() {
    assertEquals(Set.of(), failedRules(RecordMemory::new));
  }

  private static Set<String> failedRules(Supplier<MemoryProviderPlugin> plugin) {
    subject = plugin;
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Subject.class))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    PrintStream before = System.out;
    // One of them prints; the build's own output stays clean.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create().execute(request, listener);
    } finally {
      System.setOut(before);
      subject = GoodMemory::new;
      BrokenLives.endThreads();
    }
    TestExecutionSummary summary = listener.getSummary();
    assertEquals(25, summary.getTestsFoundCount(), "every rule has a test, some have more");
    Set<String> failed = new TreeSet<>();
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      String displayName = failure.getTestIdentifier().getDisplayName();
      failed.add(displayName.substring(0, displayName.indexOf(':')));
    }
    return failed;
  }
}
