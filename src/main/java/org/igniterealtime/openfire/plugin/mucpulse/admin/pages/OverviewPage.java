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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Chart;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsFilter;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/**
 * The first page: the plugin at a glance. What matters first stands first: how the plugin is, who uses it, and what it
 * does; what is zero is folded. A script asks for newer numbers from time to time. An
 * administrator can have it tried whether the plugin works.
 */
public final class OverviewPage implements Page {

    static final String NAME = "overview";
    public static final String URL = "mucpulse-overview.jsp";

    static final String SELF_TEST = "selfTest";
    /** The domain of the service whose numbers are shown in detail; those of the whole server where there is none. */
    static final String SERVICE = "service";

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
        final List<String> services = overview.services();
        final String chosen = services.contains(request.text(SERVICE)) ? request.text(SERVICE) : "";
        final Overview.Numbers numbers = overview.numbers();
        final List<Overview.Table> tables = numbers.tables();
        final List<Chart> charts = overview.charts();
        final List<Overview.HealthLine> health = overview.health();
        final Map<String, Object> model = new HashMap<>();
        model.put("ill", health.stream().filter(line -> !line.good()).toList());
        model.put("well", health.stream().filter(Overview.HealthLine::good).toList());
        model.put("figures", OverviewNumbers.figures(tables));
        model.put("newest", overview.newestSample());
        model.put("started", texts.get(Text.verbatim(overview.started())));
        model.put("charts", charts.stream().filter(chart -> !chart.quiet()).toList());
        model.put("quietCharts", charts.stream().filter(Chart::quiet).toList());
        model.put("services", services);
        model.put("headings", OverviewNumbers.headings(tables));
        model.put("serviceLines", OverviewNumbers.lines(tables, services));
        model.put("chosen", chosen);
        model.put("groups", OverviewNumbers.groups(tables, chosen));
        model.put("busiest", numbers.busiest());
        model.put("servers", numbers.servers());
        model.put("note", numbers.note());
        model.put("numbersUrl", MetricsFilter.URL);
        selfTest.last().ifPresent(report -> {
            model.put("selfTest", report.lines().stream().map(this::line).toList());
            model.put("selfTestAdvice", report.lines().stream()
                .anyMatch(line -> !texts.get(line.finding().advice()).isEmpty()));
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
        return selfTest.run().map(this::verdict)
            .orElseGet(() -> Answer.failed(URL, Map.of(), texts.get("selftest.running")));
    }

    private Answer verdict(final SelfTest.Report report) {
        if (report.failures() > 0) {
            return Answer.failed(URL, Map.of(), texts.get("selftest.found", report.failures(), report.tried()));
        }
        return Answer.done(URL, Map.of(), report.untried() == 0 ? texts.get("selftest.done")
            : texts.get("selftest.done.untried", report.untried()));
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
