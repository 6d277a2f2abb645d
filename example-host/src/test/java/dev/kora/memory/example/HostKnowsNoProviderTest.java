package dev.kora.memory.example;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(
    packages = "dev.kora.memory.example",
    importOptions = ImportOption.DoNotIncludeTests.class)
class HostKnowsNoProviderTest {
  @ArchTest
  static final ArchRule namesNoClassOfTheProvider =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.kora.memory.isokron..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      SlicesRuleDefinition.slices()
          .matching("dev.kora.memory.example.(*)..")
          .should()
          .beFreeOfCycles();
}
