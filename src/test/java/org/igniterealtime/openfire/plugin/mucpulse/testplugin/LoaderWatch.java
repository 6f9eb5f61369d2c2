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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells whether the class loaders of unloaded plugins are really gone. Thread-safe. */
final class LoaderWatch {

    private final Map<String, WeakReference<ClassLoader>> watched = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    /** Begins to watch a loader, without holding it. */
    String watch(final ClassLoader loader) {
        final String id = Integer.toString(last.incrementAndGet());
        watched.put(id, new WeakReference<>(loader));
        return id;
    }

    /** Asks for a garbage collection; whether it took the loader along. */
    boolean isCollected(final String id) {
        System.gc();
        return watched.get(id).get() == null;
    }
}
