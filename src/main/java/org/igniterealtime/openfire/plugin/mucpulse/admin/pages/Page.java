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

import javax.annotation.Nonnull;

/**
 * A page of the admin console. Implementations are safe for use by several threads.
 */
public interface Page {

    /**
     * Answers a request that changes nothing.
     *
     * @param request what is asked for
     * @return what to show
     */
    @Nonnull
    Answer show(@Nonnull PageRequest request);

    /**
     * Answers a form that was sent.
     *
     * @param request the form
     * @return where to go next, or the form again, with what is wrong in it
     */
    @Nonnull
    Answer submit(@Nonnull PageRequest request);

    /**
     * Shows a form again that was not accepted, with what was typed into it: it is not proven that the administrator
     * sent it on purpose. Changes nothing.
     *
     * @param form the form
     * @return what to show
     */
    @Nonnull
    default Answer showAgain(@Nonnull final PageRequest form) {
        return show(form);
    }
}
