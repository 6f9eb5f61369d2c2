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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsFilter;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/**
 * The first page: the plugin at a glance. A script asks for newer numbers from time to time. An administrator can have
 * it tried whether the plugin works.
 */
public final class OverviewPage implements Page {

    static final String NAME = "overview";
    public static final String URL = "mucpulse-overview.jsp";

    static final String SELF_TEST = "selfTest";

    private final Overview overview;
    private final SelfTest selfTest;
    private final Texts texts;

    public OverviewPage(@Nonnull final Overview overview, @Nonnull final SelfTest selfTest,
                        @Nonnull final Texts texts) {
        this.overview = overview;
        this.selfTest = selfTest;
        this.texts = texts;
    }

    /**
     * A line of the self-test. The names of this record are those that the view uses.
     *
     * @param label what was tried
     * @param state how it went, as a word for the style sheet
     * @param stateLabel the same for a person
     * @param meaning what was found
     * @param advice what to do, possibly empty
     */
    public record TestLine(@Nonnull String label, @Nonnull String state, @Nonnull String stateLabel,
                           @Nonnull String meaning, @Nonnull String advice) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final Overview.Numbers numbers = overview.numbers();
        final Map<String, Object> model = new HashMap<>(Map.of("services", overview.services(), "tables",
            numbers.tables(), "charts", overview.charts(), "busiest", numbers.busiest(), "servers", numbers.servers(),
            "note", numbers.note(), "health", overview.health(), "numbersUrl", MetricsFilter.URL));
        selfTest.last().ifPresent(report -> {
            model.put("selfTest", report.lines().stream().map(this::line).toList());
            model.put("selfTestWhen", texts.get(Text.of("selftest.when", report.when())));
        });
        return Answer.show(NAME, model);
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        if (!request.has(SELF_TEST)) {
            return new Answer.NotFound();
        }
        return selfTest.run().map(report -> report.failures() == 0
            ? Answer.done(URL, Map.of(), texts.get("selftest.done"))
            : Answer.failed(URL, Map.of(), texts.get("selftest.found", report.failures(), report.lines().size())))
            .orElseGet(() -> Answer.failed(URL, Map.of(), texts.get("selftest.running")));
    }

    private TestLine line(final SelfTest.Line line) {
        final SelfCheck.Finding finding = line.finding();
        final String state = finding.state().name().toLowerCase(Locale.ROOT);
        return new TestLine(texts.get(line.label()), state, texts.get(switch (finding.state()) {
            case GOOD -> "selftest.state.good";
            case BAD -> "selftest.state.bad";
            case OFF -> "selftest.state.off";
            case UNKNOWN -> "selftest.state.unknown";
        }), texts.get(finding.meaning()), texts.get(finding.advice()));
    }
}
