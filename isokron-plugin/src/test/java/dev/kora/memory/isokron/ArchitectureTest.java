package dev.kora.memory.isokron;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages and the one door to the chain. */
class ArchitectureTest {
  private static final String ROOT = "dev.kora.memory.isokron.";
  private static final List<String> ORDER =
      List.of(
          "logging",
          "config",
          "json",
          "mcp.transport",
          "mcp.http",
          "mcp.stdio",
          "mcp.protocol",
          "mcp.client",
          "outbox.record",
          "outbox.system",
          "outbox.journal",
          "outbox.folder",
          "outbox",
          "substrate",
          "events",
          "graph",
          "prompt",
          "doctor",
          "provider");

  /** Beside the order: reads the settings' types, drives the client, and looks into outboxes. */
  private static final String COMMANDS = ROOT + "cli";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kora.memory.isokron");

  @Test
  void eachPackageUsesOnlyThoseToItsLeft() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] right =
          ORDER.subList(i + 1, ORDER.size()).stream().map(p -> ROOT + p).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + ORDER.get(i))
          .should()
          .dependOnClassesThat(resideInAnyPackage(right))
          .check(CLASSES);
    }
  }

  @Test
  void everyClassIsInAPackageOfTheOrder() {
    assertEquals(
        List.of(),
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(p -> ORDER.stream().noneMatch(known -> p.equals(ROOT + known)))
            .filter(p -> !p.equals(COMMANDS))
            .distinct()
            .toList());
  }

  @Test
  void theCommandsUseNothingPastTheOutboxsFolderButTheDoctorAndNothingUsesThem() {
    // Without the outbox itself: beside a running host nobody else may send what waits there.
    String[] pastTheFolder =
        ORDER.subList(ORDER.indexOf("outbox.folder") + 1, ORDER.size()).stream()
            .filter(p -> !p.equals("doctor"))
            .map(p -> ROOT + p)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(COMMANDS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(pastTheFolder))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(COMMANDS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(COMMANDS, "picocli.."))
        .check(CLASSES);
  }

  @Test
  void onlyTheProviderUsesSpiTypes() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.kora.memory.spi..")
        .check(CLASSES);
  }

  @Test
  void thereAreNoCyclesAndNothingPrints() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void onlyEventsNamesTheToolThatAppendsAnEvent() throws IOException {
    Path sources = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> naming =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> read(f).contains("kora__append_event"))
              .map(f -> sources.relativize(f).toString())
              .toList();
      assertEquals(List.of("dev/kora/memory/isokron/events/KoraEvents.java"), naming);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
