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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import javax.annotation.Nonnull;
import org.jivesoftware.util.cache.ClusterTask;

/**
 * Creates tasks for other servers whose class is defined once more, by a class loader of its own. The Hazelcast plugin
 * logs a warning, each hour, about each task whose class was loaded by the loader of a plugin: that it will fail after
 * a reload. For classes that use no other class of the plugin, this is not so. Safe for use by several threads.
 */
public final class DetachedTasks {

    private final MethodHandle constructor;

    /**
     * Defines the class.
     *
     * @param type a public class, with a public constructor that takes bytes, that uses no other class of the plugin
     * @throws IllegalStateException where it cannot be defined
     */
    public DetachedTasks(@Nonnull final Class<? extends ClusterTask<byte[]>> type) {
        try {
            constructor = MethodHandles.publicLookup()
                .findConstructor(new Loader(type).define(), MethodType.methodType(void.class, byte[].class))
                .asType(MethodType.methodType(ClusterTask.class, byte[].class));
        } catch (final IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("A task for other servers cannot be created", e);
        }
    }

    /**
     * Creates a task.
     *
     * @param bytes what it takes to the other server
     * @return a task that is read there with the class of the plugin
     */
    @Nonnull
    public ClusterTask<?> create(@Nonnull final byte[] bytes) {
        try {
            return (ClusterTask<?>) constructor.invokeExact(bytes);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("A task for other servers cannot be created", e);
        }
    }

    /** Loads one class itself, and everything else as the plugin does. */
    private static final class Loader extends ClassLoader {

        private final Class<?> type;

        Loader(final Class<?> type) {
            super(type.getClassLoader());
            this.type = type;
        }

        Class<?> define() throws IOException {
            final String resource = type.getName().replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(resource), resource)) {
                final byte[] bytes = in.readAllBytes();
                return defineClass(type.getName(), bytes, 0, bytes.length);
            }
        }
    }
}
