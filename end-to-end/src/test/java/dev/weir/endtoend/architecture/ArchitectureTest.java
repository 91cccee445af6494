package dev.weir.endtoend.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules, as ARCHITECTURE.md draws them. */
final class ArchitectureTest {

  private static final JavaClasses WEIR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weir");

  /** Module package -> the module packages that it may use. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "schemas", Set.of(),
          "governance", Set.of("schemas"),
          "dialects", Set.of("schemas", "governance"),
          "encoder", Set.of("governance"),
          "proxy", Set.of("schemas", "governance", "dialects"),
          "processors", Set.of("schemas", "governance", "dialects"),
          "sinks", Set.of("schemas", "governance"),
          "dashboards", Set.of("schemas", "governance"));

  static Set<String> modules() {
    return new TreeSet<>(ARROWS.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleUsesOnlyWhatItsArrowsAllow(String module) {
    Set<String> allowed = new TreeSet<>(ARROWS.get(module));
    allowed.add(module);
    String[] packages =
        allowed.stream().map(name -> "dev.weir." + name + "..").toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage("dev.weir." + module + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.weir..")).or(resideInAnyPackage(packages)))
        .check(WEIR);
  }

  @Test
  void noPackagesDependOnEachOtherInACycle() {
    slices().matching("dev.weir.(*).(*)..").should().beFreeOfCycles().check(WEIR);
  }

  @Test
  void pureModulesDoNoInputOrOutputAndStartNoThread() {
    noClasses()
        .that(arePure())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.nio.file..",
                "java.nio.channels..",
                "java.net.http..",
                "org.apache.kafka..",
                "org.eclipse.jetty..",
                "org.slf4j..",
                "io.micrometer.."))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.concurrent.Executor.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.net.Socket.class)
        .check(WEIR);
  }

  @Test
  void pureModulesAskNoClockAndDrawNoLots() {
    noClasses()
        .that(arePure())
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(WEIR);
  }

  @Test
  void everyPackageIsNullMarked() {
    Map<String, Boolean> marked = new TreeMap<>();
    for (JavaClass each : WEIR) {
      if (!each.getPackageName().equals("dev.weir.schemas.event")) {
        marked.merge(
            each.getPackageName(),
            each.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"),
            Boolean::logicalOr);
      }
    }

    assertThat(marked).doesNotContainValue(false);
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> arePure() {
    return resideInAnyPackage("dev.weir.governance..", "dev.weir.dialects..").as("are pure");
  }
}
