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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;

/** Properties of a test. */
public final class FakeProperties implements Properties {

    public final Map<String, String> values = new TreeMap<>();

    /** Longer values do not reach the database. */
    public int most = Integer.MAX_VALUE;
    /** What to do after each change. */
    public Runnable afterChange = () -> { };

    @Override
    @Nonnull
    public Optional<String> get(@Nonnull final String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public boolean isStored(@Nonnull final String name, @Nonnull final Optional<String> value) {
        return get(name).equals(value) && value.filter(one -> one.length() > most).isEmpty();
    }

    @Override
    public void set(@Nonnull final String name, @Nonnull final String value) {
        values.put(name, value);
        afterChange.run();
    }

    @Override
    public void delete(@Nonnull final String name) {
        values.remove(name);
        afterChange.run();
    }
}
