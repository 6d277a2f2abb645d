package dev.kora.memory.sea;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of the packages, and who may do what. */
class ArchitectureTest {
  private static final String ROOT = "dev.kora.memory.sea";

  /**
   * The parts, each using only those before it; then the API that joins them, then the commands.
   */
  private static final List<String> ORDER =
      List.of(
          ".store",
          ".schema",
          ".chain",
          ".audit",
          ".postgres",
          ".metrics",
          ".mcp",
          ".tls",
          ".http",
          ".stdio",
          "",
          ".cli");

  /** What the API answers and throws: the parts make it, so it uses none of them. */
  private static final Class<?>[] ANSWERS = {
    SeaException.class,
    SeaCredentials.class,
    ChainEvent.class,
    ChainBreak.class,
    WorkspaceVerdict.class,
    VerifyReport.class
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void eachPackageUsesOnlyThoseBeforeItAndWhatTheApiAnswers() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] after =
          ORDER.subList(i + 1, ORDER.size()).stream().map(p -> ROOT + p).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + ORDER.get(i))
          .should()
          .dependOnClassesThat(resideInAnyPackage(after).and(not(belongToAnyOf(ANSWERS))))
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
            .distinct()
            .toList());
  }

  @Test
  void whatTheApiAnswersUsesNoPart() {
    noClasses()
        .that(belongToAnyOf(ANSWERS))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".*.."))
        .check(CLASSES);
  }

  @Test
  void sqlIsWrittenInThreePackagesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".store", ROOT + ".schema", ROOT + ".audit")
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.sql..")
                .and(not(belongToAnyOf(Connection.class, SQLException.class))))
        .check(CLASSES);
    // The API and the commands hand a connection on; who serves requests knows only its failures.
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".mcp", ROOT + ".http", ROOT + ".stdio", ROOT + ".chain")
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.sql..").and(not(belongToAnyOf(SQLException.class))))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "com.zaxxer.., .store",
    "org.flywaydb.., .schema",
    "org.apache.commons.compress.., .postgres",
    "org.eclipse.jetty.., .http",
    "jakarta.servlet.., .http",
    "picocli.., .cli"
  })
  void aLibraryIsUsedInOnePackage(String library, String user) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + user)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(CLASSES);
  }

  @Test
  void onlyCommandsUseTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void onlyOneToolNamesTheToolThatAppendsAnEvent() throws IOException {
    Path sources = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> naming =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> read(f).contains("kora__append_event"))
              .map(f -> sources.relativize(f).toString())
              .toList();
      assertEquals(List.of("dev/kora/memory/sea/mcp/AppendEventTool.java"), naming);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
