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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsPromtool;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Promtool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard, the alert rules and the document for administrators against the metrics that there are. */
class MonitoringDocsTest {

    private static final Path ALERTS = Path.of("docs", "alerts.yml");

    private static Set<String> metrics() throws IOException {
        final Stream<String> ofFeatures = DeclaredMetrics.all().stream()
            .map(metric -> metric.family() + (metric.isCounter() ? "_total" : ""));
        final Stream<String> ofPlugin = Pattern.compile("^([a-z_]+) = ", Pattern.MULTILINE)
            .matcher(new String(OverviewTest.class.getResourceAsStream("explanations.properties").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8)).results().map(found -> found.group(1));
        return Stream.concat(ofFeatures, ofPlugin).map(name -> "mucpulse_" + name).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/alerts.yml", "docs/grafana-dashboard.json"})
    void monitoring_docsNameOnlyMetricsThatThereAre(final String file) throws IOException {
        final Set<String> named = Pattern.compile("mucpulse_[a-z_]+").matcher(Files.readString(Path.of(file)))
            .results().map(MatchResult::group).map(name -> name.replaceAll("_seconds_bucket$", "_seconds"))
            .collect(Collectors.toSet());

        assertThat(named).isNotEmpty().isSubsetOf(metrics());
    }

    @Test
    @NeedsPromtool
    void monitoring_alertRulesAreValid() throws Exception {
        assertThat(Promtool.checkRules(ALERTS)).isEmpty();
    }
}
