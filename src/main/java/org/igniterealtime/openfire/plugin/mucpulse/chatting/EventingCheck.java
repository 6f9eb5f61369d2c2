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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/** Checks whether users have personal eventing services, to which it is published. */
final class EventingCheck implements SelfCheck {

    private final Supplier<Mode> mode;
    private final BooleanSupplier offered;

    /**
     * Creates a check.
     *
     * @param mode the server's mode
     * @param offered whether the server offers personal eventing
     */
    EventingCheck(@Nonnull final Supplier<Mode> mode, @Nonnull final BooleanSupplier offered) {
        this.mode = mode;
        this.offered = offered;
    }

    @Override
    @Nonnull
    public Text label() {
        return Text.of("selftest.pep");
    }

    @Override
    @Nonnull
    public CompletionStage<Finding> run() {
        if (mode.get() == Mode.OFF) {
            return CompletableFuture.completedFuture(Finding.off());
        }
        return CompletableFuture.completedFuture(offered.getAsBoolean() ? Finding.good(Text.of("selftest.pep.good"))
            : Finding.bad(Text.of("selftest.pep.bad"), Text.of("selftest.pep.advice")));
    }
}
