/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The architecture of the plugin. */
@AnalyzeClasses(packagesOf = MucPulsePlugin.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.igniterealtime.openfire.plugin.mucpulse";
    /** The packages of the features that the plugin starts. */
    private static final String[] FEATURES = MucPulsePlugin.features().stream()
        .map(feature -> feature.getClass().getPackageName() + "..").toArray(String[]::new);
    private static final String OPENFIRE = "org.jivesoftware..";

    private static final DescribedPredicate<JavaClass> RUN_THINGS_BY_THEMSELVES =
        assignableTo(Thread.class).or(assignableTo(ExecutorService.class)).or(assignableTo(Timer.class))
            .or(belongToAnyOf(Executors.class));

    @ArchTest
    static void onlyTheWallTheConsoleAndThePluginKnowOpenfire(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideOutsideOfPackages(ROOT + ".openfire..", ROOT + ".admin..")
            .and(not(belongToAnyOf(MucPulsePlugin.class)))
            .should().dependOnClassesThat().resideInAPackage(OPENFIRE);

        rule.check(classes);
    }

    /** That the server's versions differ is known in one place only. */
    @ArchTest
    static void onlyCompatUsesReflection(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideOutsideOfPackage(ROOT + ".openfire.compat..")
            .should().dependOnClassesThat().resideInAPackage("java.lang.invoke..")
            .orShould().dependOnClassesThat().resideInAPackage("java.lang.reflect..")
            .orShould().callMethodWhere(describe("loads a class by its name",
                call -> call.getTargetOwner().isEquivalentTo(Class.class) && call.getName().equals("forName")));

        rule.check(classes);
    }

    @ArchTest
    static void featuresKnowOnlyPortsSettingsMetricsStoreAndConcurrent(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAnyPackage(FEATURES)
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(FEATURES)))
                .and(not(resideInAnyPackage(ROOT + ".feature..", ROOT + ".port..", ROOT + ".settings..",
                    ROOT + ".metrics..", ROOT + ".store..", ROOT + ".concurrent..", ROOT + ".xmpp.."))));

        rule.check(classes);
    }

    /** A feature is a package and a line of the plugin. */
    @ArchTest
    static void nobodyButThePluginKnowsAFeature(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideOutsideOfPackages(FEATURES).and(not(belongToAnyOf(MucPulsePlugin.class)))
            .should().dependOnClassesThat().resideInAnyPackage(FEATURES);

        rule.check(classes);
    }

    /** Longer files do more than one thing. */
    @Test
    void noSourceFileHasMoreThan350Lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))).allSatisfy(file ->
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(350));
        }
    }

    /** What features ask of a server is said without a server. */
    @ArchTest
    static void portsAreInterfacesAndValues(final JavaClasses classes) {
        final ArchRule rule = classes()
            .that().resideInAPackage(ROOT + ".port..").and(describe("are not nested", type -> !type.isNestedClass()))
            .should(ArchConditions.be(describe("interfaces, records, enums or exceptions",
                type -> type.isInterface() || type.isRecord() || type.isEnum()
                    || type.isAssignableTo(Exception.class))));

        rule.check(classes);
    }

    @ArchTest
    static void featuresDoNotKnowEachOther(final JavaClasses classes) {
        final ArchRule rule = slices()
            .matching(Stream.of(FEATURES).map(name -> name.substring(ROOT.length() + 1, name.length() - 2))
                .collect(Collectors.joining("|", ROOT + ".(", ").."))).namingSlices("feature $1")
            .should().notDependOnEachOther();

        rule.check(classes);
    }

    @ArchTest
    static void packagesAreFreeOfCycles(final JavaClasses classes) {
        final ArchRule rule = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

        rule.check(classes);
    }

    @ArchTest
    static void featuresHaveNoThreadsOfTheirOwn(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAnyPackage(FEATURES)
            .should().dependOnClassesThat(RUN_THINGS_BY_THEMSELVES)
            .allowEmptyShould(true);

        rule.check(classes);
    }

    /** A clock can be set; how long something takes is measured by what cannot. */
    @ArchTest
    static void whatIsPublishedAndHeldBackIsNotTimedByTheClock(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAnyPackage(ROOT + ".chatstate..", ROOT + ".chatting..")
            .should().dependOnClassesThat().areAssignableTo(InstantSource.class)
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(Instant.class, "now");

        rule.check(classes);
    }

    @ArchTest
    static void featuresBorrowNoThreads(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAnyPackage(FEATURES)
            .should().callMethodWhere(describe("runs something on the common pool", call ->
                call.getTargetOwner().isAssignableTo(CompletionStage.class) && call.getName().endsWith("Async")))
            .allowEmptyShould(true);

        rule.check(classes);
    }

    @ArchTest
    static void theWallKnowsNoFeature(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAnyPackage(ROOT + ".openfire..", ROOT + ".port..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(ROOT + ".openfire..", ROOT + ".port..", ROOT + ".feature..",
                    ROOT + ".cluster..", ROOT + ".concurrent..", ROOT + ".settings..", ROOT + ".store..",
                    ROOT + ".xmpp.."))));

        rule.check(classes);
    }

    @ArchTest
    static void theRelayKnowsOnlyHooksAndPorts(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".cluster..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(ROOT + ".cluster..", ROOT + ".port..", ROOT + ".feature..",
                    ROOT + ".concurrent..", ROOT + ".metrics.."))));

        rule.check(classes);
    }

    /** Tables belong to the features, which the store serves. */
    @ArchTest
    static void theStoreKnowsOnlyPortsSettingsAndConcurrent(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".store..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAnyPackage(ROOT + ".store..", ROOT + ".port..", ROOT + ".settings..",
                    ROOT + ".concurrent.."))));

        rule.check(classes);
    }

    @ArchTest
    static void settingsKnowNothing(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".settings..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(ROOT + ".settings.."))));

        rule.check(classes);
    }

    @ArchTest
    static void metricsKnowNothing(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".metrics..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(ROOT + ".metrics.."))));

        rule.check(classes);
    }

    @ArchTest
    static void concurrentKnowsNothing(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".concurrent..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(ROOT + ".concurrent.."))))
            .orShould().dependOnClassesThat().resideInAnyPackage(OPENFIRE, "org.xmpp..", "org.dom4j..");

        rule.check(classes);
    }

    @ArchTest
    static void xmppKnowsNothing(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that().resideInAPackage(ROOT + ".xmpp..")
            .should().dependOnClassesThat(resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(ROOT + ".xmpp.."))))
            .orShould().dependOnClassesThat().resideInAPackage(OPENFIRE);

        rule.check(classes);
    }

    /** A namespace that several classes write out can differ between them after a change. */
    @Test
    void namespacesStandInOnePlace() throws IOException {
        final Map<String, List<String>> places = new TreeMap<>();
        final Pattern literal = Pattern.compile("\"((?:urn:(?:xmpp|ietf):|https?://jabber\\.org/protocol/|jabber:|vcard-temp)[^\"]*)\"");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                literal.matcher(Files.readString(file)).results().forEach(found ->
                    places.computeIfAbsent(found.group(1), unused -> new ArrayList<>()).add(file.getFileName().toString()));
            }
        }

        assertThat(places).isNotEmpty().allSatisfy((namespace, files) ->
            assertThat(files).as(namespace).hasSize(1));
    }

    @ArchTest
    static void staticFieldsAreConstants(final JavaClasses classes) {
        final ArchRule rule = fields()
            .that().areStatic()
            .should().beFinal();

        rule.check(classes);
    }

    @ArchTest
    static void roomsAreCalledByReflectionOnly(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .that(alwaysTrue())
            .should().dependOnClassesThat(describe("are Openfire's rooms or occupants",
                type -> type.getName()
                    .matches("org\\.jivesoftware\\.openfire\\.muc\\.(MUCRoom|MUCRole|MUCOccupant)(\\$.*)?")));

        rule.check(classes);
    }

    @ArchTest
    static void logsGoThroughSlf4j(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage("java.util.logging..", "org.apache.log4j..",
                "org.apache.logging..", "org.apache.commons.logging..");

        rule.check(classes);
    }

    @ArchTest
    static void nothingIsPrinted(final JavaClasses classes) {
        final ArchRule rule = noClasses()
            .should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err");

        rule.check(classes);
    }

    @ArchTest
    static void loggersAreNamedLog(final JavaClasses classes) {
        final ArchRule rule = fields()
            .that().haveRawType(Logger.class)
            .should().bePrivate().andShould().beStatic().andShould().beFinal().andShould().haveName("Log");

        rule.check(classes);
    }

    @ArchTest
    static void classesAreFinalOrMeantToBeExtended(final JavaClasses classes) {
        final ArchRule rule = classes()
            .that(describe("are plain classes", type -> !type.isInterface() && !type.isEnum() && !type.isRecord()
                && !type.isAnonymousClass() && !type.getModifiers().contains(JavaModifier.SYNTHETIC)))
            .should().haveModifier(JavaModifier.FINAL).orShould().haveModifier(JavaModifier.ABSTRACT);

        rule.check(classes);
    }
}
