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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.PropertyEventListener;

/**
 * Runs an action when properties of the server change whose names begin with a prefix. Safe for use by several threads.
 */
public final class PropertyEvents implements PropertyEventListener {

    private final String prefix;
    private final Runnable changed;
    private final ErrorHandler errors;

    /**
     * Creates the listener; it hears nothing before {@link #start()}.
     *
     * @param prefix what the names begin with
     * @param changed what to do after a change
     * @param errors takes what that throws
     */
    public PropertyEvents(@Nonnull final String prefix, @Nonnull final Runnable changed,
                          @Nonnull final ErrorHandler errors) {
        this.prefix = prefix;
        this.changed = changed;
        this.errors = errors;
    }

    /** Begins to listen. */
    public void start() {
        PropertyEventDispatcher.addListener(this);
    }

    /** Ends listening. */
    public void stop() {
        PropertyEventDispatcher.removeListener(this);
    }

    private void heard(final String property) {
        if (property.startsWith(prefix)) {
            errors.run("following a changed property", changed);
        }
    }

    @Override
    public void propertySet(final String property, final Map<String, Object> parameters) {
        heard(property);
    }

    @Override
    public void propertyDeleted(final String property, final Map<String, Object> parameters) {
        heard(property);
    }

    @Override
    public void xmlPropertySet(final String property, final Map<String, Object> parameters) {
        heard(property);
    }

    @Override
    public void xmlPropertyDeleted(final String property, final Map<String, Object> parameters) {
        heard(property);
    }
}
