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

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.util.cache.ClusterTask;

/**
 * Gives bytes to the plugin on another server, and brings its answer back. The Hazelcast plugin keeps the class with
 * which it has read the first task, so that after a reload of the plugin tasks still run in the class of the copy
 * before: therefore it uses no other class of the plugin, and finds the plugin that runs by the name of its class. What
 * the plugin is given and returns are of the virtual machine's own types.
 */
public final class RelayTask implements ClusterTask<byte[]> {

    private static final long serialVersionUID = 1L;

    private static final String PLUGIN = "org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin";
    private static final int MAXIMUM_BYTES = 32 << 20;
    /** The plugin that was found the last time. Looking for it waits while the server loads or unloads any plugin. */
    private static final AtomicReference<WeakReference<Function<byte[], byte[]>>> FOUND = new AtomicReference<>();

    private byte[] frame = {};
    private byte[] answer = {};

    /** Creates a task to be read. */
    public RelayTask() {
        // The fields are set by readExternal.
    }

    /**
     * Creates a task to be sent.
     *
     * @param frame what the plugin is to be given; not changed afterwards
     */
    public RelayTask(@Nonnull final byte[] frame) {
        this.frame = frame;
    }

    @Override
    public void run() {
        final WeakReference<Function<byte[], byte[]>> before = FOUND.get();
        final Function<byte[], byte[]> known = before == null ? null : before.get();
        answer = known == null ? new byte[0] : known.apply(frame);
        if (answer.length == 0) {
            final Function<byte[], byte[]> found = find();
            if (found != null && found != known) {
                FOUND.set(new WeakReference<>(found));
                answer = found.apply(frame);
            }
        }
    }

    @SuppressWarnings("unchecked")
    @Nullable
    private static Function<byte[], byte[]> find() {
        for (final Plugin plugin : XMPPServer.getInstance().getPluginManager().getPlugins()) {
            if (plugin instanceof Function && plugin.getClass().getName().equals(PLUGIN)) {
                return (Function<byte[], byte[]>) plugin;
            }
        }
        return null;
    }

    /** An empty array where no plugin that receives was found. */
    @Override
    public byte[] getResult() {
        return answer;
    }

    @Override
    public void writeExternal(@Nonnull final ObjectOutput out) throws IOException {
        out.writeInt(frame.length);
        out.write(frame);
    }

    @Override
    public void readExternal(@Nonnull final ObjectInput in) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > MAXIMUM_BYTES) {
            throw new IOException("Not that many bytes: " + length);
        }
        final byte[] bytes = new byte[length];
        in.readFully(bytes);
        frame = bytes;
    }
}
