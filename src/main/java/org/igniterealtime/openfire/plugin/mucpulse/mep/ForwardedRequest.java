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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.xmpp.packet.IQ;

/** A request that another server has forwarded, and answers in the end. For the feature's executor alone. */
final class ForwardedRequest extends IQ {

    private final Consumer<IQ> answers;
    private final Consumer<Runnable> later;

    /**
     * Creates it.
     *
     * @param request the request as it was
     * @param answers takes the answer
     * @param later runs a task when the sender is expected to have the answer
     */
    ForwardedRequest(@Nonnull final Element request, @Nonnull final Consumer<IQ> answers,
                     @Nonnull final Consumer<Runnable> later) {
        super(request, true);
        this.answers = answers;
        this.later = later;
    }

    /** Gives the answer to the server that forwarded the request. */
    void answer(@Nonnull final IQ answer) {
        answers.accept(answer);
    }

    /** Does something that the sender should hear of after the answer. */
    void afterwards(@Nonnull final Runnable task) {
        later.accept(task);
    }
}
