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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.igniterealtime.smack.inttest.TestResult;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;

/** What a run of the tests has shown, by specification and section. Immutable. */
final class Report {

    private enum Outcome { PASSED, FAILED, SKIPPED }

    private final List<Line> lines = new ArrayList<>();

    /**
     * One test.
     *
     * @param reason why it failed or was skipped, else empty
     */
    private record Line(Outcome outcome, Method method, String reason) {

        String specification() {
            final SpecificationReference reference =
                method.getDeclaringClass().getAnnotation(SpecificationReference.class);
            return reference.document() + ", version " + reference.version();
        }

        String section() {
            return method.getAnnotation(SmackIntegrationTest.class).section();
        }

        String quote() {
            return method.getAnnotation(SmackIntegrationTest.class).quote();
        }

        String name() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
    }

    Report(final TestRunResult result) {
        result.getSuccessfulTests().forEach(test -> add(Outcome.PASSED, test, ""));
        result.getFailedTests().forEach(test -> add(Outcome.FAILED, test, reason(test.failureReason)));
        result.getNotPossibleTests()
            .forEach(test -> add(Outcome.SKIPPED, test, reason(test.testNotPossibleException)));
        result.getImpossibleTestClasses().forEach(this::addClass);
        lines.sort(Comparator.comparing(Line::specification).thenComparing(Line::section)
            .thenComparing(Line::name));
    }

    /** For people. */
    String text() {
        final StringBuilder text = new StringBuilder(4096);
        String specification = "";
        String reason = "";
        for (final Line line : lines) {
            if (!line.specification().equals(specification)) {
                specification = line.specification();
                text.append('\n').append(specification).append('\n');
            }
            final String outcome = line.outcome() == Outcome.FAILED
                ? "FAILED" : line.outcome().name().toLowerCase(Locale.ROOT);
            text.append(String.format("  %-7s  §%-5s %s%n", outcome, line.section(), line.method().getName()));
            if (line.outcome() == Outcome.FAILED) {
                text.append("           \"").append(line.quote()).append("\"\n");
            }
            if (!line.reason().isEmpty() && !line.reason().equals(reason)) {
                text.append("           ").append(line.reason()).append('\n');
            }
            reason = line.reason();
        }
        return text.append('\n').append(summary()).append('\n').toString();
    }

    /** For programs: outcome, class and method, section, and reason, with tabulators between them. */
    String lines() {
        final StringBuilder text = new StringBuilder(4096);
        for (final Line line : lines) {
            text.append(String.join("\t", line.outcome().name(), line.name(), line.section(), line.reason())).append('\n');
        }
        return text.toString();
    }

    /**
     * Expects that no test has failed.
     *
     * @throws IllegalStateException if one has
     */
    void verify() {
        if (count(Outcome.FAILED) > 0) {
            throw new IllegalStateException(summary());
        }
    }

    private String summary() {
        return String.format("%d passed, %d failed, %d skipped", count(Outcome.PASSED), count(Outcome.FAILED),
            count(Outcome.SKIPPED));
    }

    private long count(final Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).count();
    }

    private void add(final Outcome outcome, final TestResult test, final String reason) {
        lines.add(new Line(outcome, test.concreteTest.getMethod(), reason));
    }

    /** A class that says itself that it cannot be run is skipped; one that cannot find that out has failed. */
    private void addClass(final Class<? extends AbstractSmackIntTest> type, final Throwable cause) {
        final Outcome outcome = cause instanceof org.igniterealtime.smack.inttest.TestNotPossibleException
            ? Outcome.SKIPPED : Outcome.FAILED;
        for (final Method method : type.getMethods()) {
            if (method.isAnnotationPresent(SmackIntegrationTest.class)) {
                lines.add(new Line(outcome, method, reason(cause)));
            }
        }
    }

    private static String reason(final Throwable cause) {
        final String message = cause.getMessage();
        final String text = message == null ? cause.toString() : message;
        return text.replaceAll("\\s+", " ").trim();
    }
}
