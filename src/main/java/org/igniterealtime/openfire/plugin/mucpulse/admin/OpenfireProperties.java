/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import javax.annotation.Nonnull;
import org.jivesoftware.util.JiveGlobals;

/**
 * The properties of Openfire. All servers of a cluster follow.
 */
final class OpenfireProperties implements Properties {

    @Override
    public void set(@Nonnull final String name, @Nonnull final String value) {
        JiveGlobals.setProperty(name, value);
    }

    @Override
    public void delete(@Nonnull final String name) {
        JiveGlobals.deleteProperty(name);
    }
}
