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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalChannel;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalSource;

/** A journal in memory, of which the test says when the server crashes, and when what it has is in the database. */
public final class InMemoryJournal implements Journal {

    private final List<Entry> earlier;
    private final List<Entry> records = new ArrayList<>();
    private final Map<String, JournalSource> sources = new HashMap<>();

    private record Entry(String channel, byte[] record) {
    }

    /** Creates a journal of the first run. */
    public InMemoryJournal() {
        this(List.of());
    }

    private InMemoryJournal(final List<Entry> earlier) {
        this.earlier = earlier;
    }

    /** The journal that the next run finds. */
    public InMemoryJournal afterCrash() {
        final List<Entry> all = new ArrayList<>(earlier);
        all.addAll(records);
        return new InMemoryJournal(all);
    }

    /** The journal that the next run finds where this one was replaced by what the sources tell. */
    public InMemoryJournal afterReplacement() {
        final List<Entry> all = new ArrayList<>();
        sources.forEach((name, source) -> source.snapshot(record -> all.add(new Entry(name, record))));
        return new InMemoryJournal(all);
    }

    /** How many records were added in this run. */
    public int added() {
        return records.size();
    }

    @Override
    @Nonnull
    public JournalChannel channel(@Nonnull final String name, @Nonnull final JournalSource source) {
        sources.put(name, source);
        return new JournalChannel() {
            @Override
            public void append(@Nonnull final byte[] record) {
                records.add(new Entry(name, record));
            }

            @Override
            public void replay() {
                earlier.stream().filter(entry -> entry.channel().equals(name)).forEach(entry -> {
                    try {
                        source.replay(entry.record());
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        };
    }
}
