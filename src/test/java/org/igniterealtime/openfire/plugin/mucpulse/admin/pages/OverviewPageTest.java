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

import com.google.common.base.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.junit.jupiter.api.Test;

/** The overview starts the self-test, and shows what came of it. */
class OverviewPageTest {

    private SelfCheck.Finding finding = SelfCheck.Finding.good(Text.of("selftest.tables.good"));
    private final OverviewPage page = new OverviewPage(
        new Monitoring(new MetricRegistry(List::of, Map.of()), new HealthCheck(List.of()), "1", limit -> List.of())
            .overview(TestTexts.english()),
        new SelfTest(List.of(new SelfCheck() {
            @Override
            @Nonnull
            public Text label() {
                return Text.of("selftest.tables");
            }

            @Override
            @Nonnull
            public CompletionStage<Finding> run() {
                return CompletableFuture.completedFuture(finding);
            }
        }), () -> Instant.EPOCH, Ticker.systemTicker()), TestTexts.english());

    private Answer.Redirect press() {
        return (Answer.Redirect) page.submit(new PageRequest("admin", Map.of("selfTest", "1")));
    }

    private Map<String, Object> model() {
        return ((Answer.View) page.show(new PageRequest("admin", Map.of()))).model();
    }

    @Test
    void nothingIsShownBeforeTheFirstRun() {
        assertThat(model()).doesNotContainKey("selfTest");
        assertThat(page.submit(new PageRequest("admin", Map.of()))).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void whatWorksIsGoodNews() {
        assertThat(press().notice()).hasValueSatisfying(notice -> assertThat(notice.good()).isTrue());
        assertThat(model().get("selfTest")).isEqualTo(List.of(new OverviewPage.TestLine("Tables in the database", "good",
            "Works", "A row was written, read and removed", "")));
    }

    @Test
    void whatWasNotTriedIsSaidByTheGoodNews() {
        finding = SelfCheck.Finding.unknown(Text.of("selftest.room.none"), Text.of("selftest.room.none.advice"));

        assertThat(press().notice()).hasValueSatisfying(notice -> {
            assertThat(notice.good()).isTrue();
            assertThat(notice.text()).contains("everything that was tried works. One thing was not tried;");
        });
        assertThat(model().get("selfTest").toString()).contains("Not tried", "Enter a public room with a client");
    }

    @Test
    void whatDoesNotWorkIsBadNewsWithAdvice() {
        finding = SelfCheck.Finding.bad(Text.of("selftest.tables.bad"), Text.of("selftest.database.advice"));

        assertThat(press().notice()).hasValueSatisfying(notice -> {
            assertThat(notice.good()).isFalse();
            assertThat(notice.text()).startsWith("Of 1 things that were tried, 1 do not work.");
        });
        assertThat(model().get("selfTest").toString()).contains("Does not work", "What to do is said above");
    }
}
