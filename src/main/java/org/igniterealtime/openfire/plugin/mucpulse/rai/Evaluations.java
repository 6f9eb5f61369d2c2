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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;

/**
 * What has a room evaluated.
 *
 * @param evaluation requests an evaluation
 * @param audit requests one for the time when the affiliation lists may be walked again
 * @param saidAt when the first message was sent that has the next evaluation done, in nanoseconds of the ticker;
 *     {@code Histogram.UNTIMED} where there is none
 */
record Evaluations(@Nonnull Coalescer evaluation, @Nonnull Coalescer audit, @Nonnull AtomicLong saidAt) {

    boolean arePlanned() {
        return evaluation.isPlanned() || audit.isPlanned();
    }
}
