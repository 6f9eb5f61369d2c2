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

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ConsentEntries.Entry;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Writes what users chose to the database, on the feature's executor. What fails is tried again. Requests are safe from
 * any thread.
 */
final class ConsentWriter {

    private static final Logger Log = LoggerFactory.getLogger(ConsentWriter.class);

    private final ChattingStore store;
    private final Accounts accounts;
    private final ConsentEntries entries;
    private final FailureLog failures = new FailureLog();
    private final Coalescer writing;
    private final Coalescer retrying;

    ConsentWriter(@Nonnull final ChattingStore store, @Nonnull final Accounts accounts,
                  @Nonnull final ConsentEntries entries, @Nonnull final SerialExecutor executor,
                  @Nonnull final Duration retryInterval) {
        this.store = store;
        this.accounts = accounts;
        this.entries = entries;
        this.writing = new Coalescer(executor, this::write);
        this.retrying = new Coalescer(task -> executor.schedule(retryInterval, task), this::write);
    }

    void request() {
        writing.request();
    }

    void requestIfNeeded() {
        // Writing would find out by itself that there is nothing to write; this spares the executor a task.
        if (entries.hasUnwritten()) {
            writing.request();
        }
    }

    /** Writes what has yet to be written. Blocks. To be called on the feature's executor. */
    void write() {
        failures.begin();
        try {
            writeAll();
        } catch (final IOException | RuntimeException | Error e) {
            failures.log("Cannot write to the database what users chose to have published.", e);
            retrying.request();
        }
        failures.end();
    }

    /**
     * Writes one consent after the other, so that one that is refused does not stop the others. Blocks.
     *
     * @throws IOException where at least one could not be written, which is still to be written then
     */
    void writeAll() throws IOException {
        IOException failure = null;
        for (final Map.Entry<JID, Optional<Entry>> change : entries.unwritten().entrySet()) {
            try {
                write(change.getKey(), change.getValue());
            } catch (final IOException | RuntimeException e) {
                failure = e instanceof IOException io ? io : new IOException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void write(final JID user, final Optional<Entry> change) throws IOException {
        final Optional<Entry> written = change.isPresent() ? withAccount(user, change.get()) : change;
        if (written.isPresent()) {
            store.keep(user, written.get().consent());
        } else {
            store.forget(user);
        }
        if (entries.markWritten(user, change) && written != change) {
            entries.replace(user, change.orElseThrow(), written.orElse(null));
        }
    }

    /** The same choice with the account that made it; empty where there is no such account any longer. */
    private Optional<Entry> withAccount(final JID user, final Entry entry) {
        if (entry.consent().accountCreated() != null || !entry.isVerified()) {
            return Optional.of(entry);
        }
        try {
            return accounts.account(user).map(account ->
                new Entry(new Consent(entry.preferences(), account.created()), true));
        } catch (final IllegalStateException e) {
            if (entry.preferences().publish()) {
                throw e;
            }
            Log.debug("It is not noted which account of {} chose that nothing be published.", user, e);
            return Optional.of(entry);
        }
    }
}
