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
package org.igniterealtime.openfire.plugin.mucpulse;

import javax.annotation.Nonnull;

/**
 * Prevents a second copy of the plugin, from a JAR of another name, from running beside the first, which would send
 * each stanza twice. The mark is a property of the virtual machine, as the copies share no classes. Safe for use by
 * several threads.
 */
final class SoleInstance {

    private static final String MARK = "mucpulse.running-as";

    private SoleInstance() {
    }

    /**
     * Claims to be the only copy.
     *
     * @param name what the server calls this copy
     * @throws IllegalStateException where another one runs
     */
    static void claim(@Nonnull final String name) {
        final Object other = System.getProperties().putIfAbsent(MARK, name);
        if (other != null) {
            throw new IllegalStateException("MUC Pulse runs already, from the JAR " + other + ".jar. Delete that one, "
                + "or " + name + ".jar, and then reload the other.");
        }
    }

    /** Lets another copy start. */
    static void release() {
        System.clearProperty(MARK);
    }
}
