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
package org.igniterealtime.openfire.plugin.mucpulse.admin.selftest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/**
 * Says what a probe of the health part says, of which all lines have to be good. Safe for use by several threads.
 */
public final class ProbeCheck implements SelfCheck {

    private final Text label;
    private final HealthProbe probe;
    private final Optional<Text> good;
    private final Text advice;
    private final Text none;

    /**
     * Creates a check.
     *
     * @param label what is tried
     * @param probe knows how that is; does not block
     * @param good what to say where all is well; empty for what the first line says
     * @param advice what to do where something is not
     */
    public ProbeCheck(@Nonnull final Text label, @Nonnull final HealthProbe probe, @Nonnull final Optional<Text> good,
                      @Nonnull final Text advice) {
        this(label, probe, good, advice, Finding.NOTHING_TO_DO);
    }

    /**
     * Creates a check of something that not every server has.
     *
     * @param label what is tried
     * @param probe knows how that is, and says nothing where there is none; does not block
     * @param good what to say where all is well; empty for what the first line says
     * @param advice what to do where something is not
     * @param none what to say where there is none
     */
    public ProbeCheck(@Nonnull final Text label, @Nonnull final HealthProbe probe, @Nonnull final Optional<Text> good,
                      @Nonnull final Text advice, @Nonnull final Text none) {
        this.none = none;
        this.label = label;
        this.probe = probe;
        this.good = good;
        this.advice = advice;
    }

    @Override
    @Nonnull
    public Text label() {
        return label;
    }

    @Override
    @Nonnull
    public CompletionStage<Finding> run() {
        final List<HealthStatus> statuses = probe.statuses();
        if (statuses.isEmpty()) {
            return CompletableFuture.completedFuture(new Finding(State.OFF, none, Finding.NOTHING_TO_DO));
        }
        return CompletableFuture.completedFuture(statuses.stream().filter(status -> !status.good()).findFirst()
            .map(wrong -> Finding.bad(Text.verbatim(wrong.label(), wrong.value()), advice))
            .orElseGet(() -> Finding.good(good.orElseGet(() -> statuses.get(0).value()))));
    }
}
