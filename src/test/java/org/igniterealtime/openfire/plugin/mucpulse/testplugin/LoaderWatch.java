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
