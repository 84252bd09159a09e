package io.ostiary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: the table of the README. */
@AnalyzeClasses(packages = "io.ostiary", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayersTest {

  @ArchTest
  static final ArchRule stationsKnowOnlyWhatTheyNeed =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("walk")
          .definedBy("io.ostiary")
          .layer("net")
          .definedBy("io.ostiary.net..")
          .layer("listen")
          .definedBy("io.ostiary.listen..")
          .layer("admission")
          .definedBy("io.ostiary.admission..")
          .layer("client")
          .definedBy("io.ostiary.client..")
          .layer("resp")
          .definedBy("io.ostiary.resp..")
          .layer("command")
          .definedBy("io.ostiary.command..")
          .layer("acl")
          .definedBy("io.ostiary.acl..")
          .layer("auth")
          .definedBy("io.ostiary.auth..")
          .layer("gateway")
          .definedBy("io.ostiary.gateway..")
          .layer("pubsub")
          .definedBy("io.ostiary.pubsub..")
          .layer("pause")
          .definedBy("io.ostiary.pause..")
          .layer("settings")
          .definedBy("io.ostiary.settings")
          .layer("settings.load")
          .definedBy("io.ostiary.settings.load..")
          .layer("stats")
          .definedBy("io.ostiary.stats..")
          .layer("tls")
          .definedBy("io.ostiary.tls..")
          .layer("store")
          .definedBy("io.ostiary.store..")
          .whereLayer("walk")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("net")
          .mayNotAccessAnyLayer()
          .whereLayer("resp")
          .mayNotAccessAnyLayer()
          .whereLayer("settings")
          .mayOnlyAccessLayers("net")
          .whereLayer("settings.load")
          .mayOnlyAccessLayers("settings", "resp")
          .whereLayer("settings.load")
          .mayOnlyBeAccessedByLayers("walk")
          .whereLayer("stats")
          .mayNotAccessAnyLayer()
          .whereLayer("listen")
          .mayOnlyAccessLayers("settings", "net", "tls")
          .whereLayer("tls")
          .mayOnlyAccessLayers("settings", "stats")
          .whereLayer("admission")
          .mayOnlyAccessLayers("settings", "stats", "net", "client")
          .whereLayer("client")
          .mayOnlyAccessLayers("settings", "stats", "net", "resp")
          .whereLayer("command")
          .mayOnlyAccessLayers("client", "resp", "settings", "stats", "net")
          .whereLayer("acl")
          .mayOnlyAccessLayers("command", "client", "resp", "settings", "stats", "net")
          .whereLayer("auth")
          .mayOnlyAccessLayers("acl", "command", "client", "resp", "settings", "stats", "net")
          .whereLayer("gateway")
          .mayOnlyAccessLayers(
              "command", "client", "resp", "settings", "stats", "net", "listen", "pubsub")
          .whereLayer("pubsub")
          .mayOnlyAccessLayers("command", "client", "resp", "settings", "stats", "net")
          .whereLayer("pause")
          .mayOnlyAccessLayers("command", "client", "resp")
          .whereLayer("store")
          .mayOnlyAccessLayers("command", "client", "resp");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.ostiary.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule waysToListenKnowWhatTheyShareAndNotEachOther =
      slices().matching("io.ostiary.listen.(**)").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule whatWaysToListenShareKnowsNeitherOfThem =
      noClasses()
          .that()
          .resideInAPackage("io.ostiary.listen")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.ostiary.listen.*..");

  @ArchTest
  static final ArchRule vertxInternalsStayBehindTheListeners =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.ostiary.listen..")
          .and()
          .doNotHaveSimpleName("Transports")
          .and()
          .doNotHaveSimpleName("ListenerVerticle")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.core.internal..", "io.vertx.core.impl..", "io.vertx..impl..");
}
