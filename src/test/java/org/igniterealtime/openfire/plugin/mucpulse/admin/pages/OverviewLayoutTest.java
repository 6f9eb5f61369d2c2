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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.base.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.junit.jupiter.api.Test;

/** What the overview shows first, and what it folds. */
class OverviewLayoutTest {

    private static final String A = "a.example";
    private static final String B = "b.example";

    private final Monitoring monitoring = new Monitoring(new MetricRegistry(() -> List.of(B, A), Map.of("rai", List.of(
        Metric.gauge("rai_subscriptions").statistic("subs").charted().measuredBy(service -> A.equals(service) ? 3 : 0),
        Metric.counter("rai_notified").statistic("sent").charted().measuredBy(service -> 0),
        Metric.counter("rai_subscribed").measuredBy(service -> B.equals(service) ? 5 : 0),
        Metric.gauge("mep_nodes").ofServer().measuredBy(server -> 9)))),
        new HealthCheck(List.of(() -> List.of(line("x", true), line("y", false)))), "1", limit -> List.of());
    private final OverviewPage page = new OverviewPage(monitoring.overview(TestTexts.english()),
        new SelfTest(List.of(), () -> Instant.EPOCH, Ticker.systemTicker()), TestTexts.english());

    private static HealthStatus line(final String id, final boolean good) {
        return new HealthStatus(id, Text.verbatim(id), Text.verbatim("v"), good);
    }

    private Map<String, Object> model(final String service) {
        return ((Answer.View) page.show(new PageRequest("admin", Map.of("service", service)))).model();
    }

    private List<OverviewNumbers.Group> groups(final String service) {
        return ((List<?>) model(service).get("groups")).stream().map(OverviewNumbers.Group.class::cast).toList();
    }

    @Test
    void overview_showsFirstWhatIsIllAndTheNumbersThatMatter() {
        assertThat((List<?>) model("").get("ill")).singleElement().extracting("id").isEqualTo("y");
        assertThat((List<?>) model("").get("well")).singleElement().extracting("id").isEqualTo("x");
        assertThat((List<?>) model("").get("figures")).extracting("label", "value")
            .containsExactly(tuple("Subscriptions now", "3"), tuple("Notifications sent", "0"));
    }

    @Test
    void overview_foldsChartsInWhichNothingHappened() {
        monitoring.sample();

        assertThat((List<?>) model("").get("charts")).extracting("metric").containsExactly("rai_subscriptions");
        assertThat((List<?>) model("").get("quietCharts")).extracting("metric").containsExactly("rai_notified");
    }

    @Test
    void overview_hasARowForEachService() {
        final List<OverviewNumbers.ServiceLine> lines = ((List<?>) model("").get("serviceLines")).stream()
            .map(OverviewNumbers.ServiceLine.class::cast).toList();

        assertThat(lines).extracting(OverviewNumbers.ServiceLine::service).containsExactly(A, B);
        assertThat(lines.get(0).numbers()).extracting(number -> number.cell().value()).containsExactly("3", "0");
        assertThat((List<?>) model("").get("headings")).singleElement().extracting("labels")
            .isEqualTo(List.of("Subscriptions now", "Notifications sent"));
    }

    @Test
    void overview_numbersThatAreZeroStandByThemselves() {
        final OverviewNumbers.Group server = groups("").get(0);

        assertThat(server.numbers()).extracting(OverviewNumbers.Number::metric)
            .containsExactly("rai_subscriptions", "rai_subscribed", "mep_nodes");
        assertThat(server.zeros()).extracting(OverviewNumbers.Number::metric).containsExactly("rai_notified");
    }

    @Test
    void overview_showsTheNumbersOfOneService() {
        final OverviewNumbers.Group service = groups(B).get(0);

        assertThat(service.numbers()).extracting(OverviewNumbers.Number::metric).containsExactly("rai_subscribed");
        assertThat(service.zeros()).extracting(OverviewNumbers.Number::metric)
            .containsExactly("rai_subscriptions", "rai_notified");
        assertThat(model("nowhere.example").get("chosen")).isEqualTo("");
    }
}
