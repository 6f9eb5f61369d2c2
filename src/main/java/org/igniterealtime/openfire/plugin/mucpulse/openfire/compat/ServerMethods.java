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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ConcurrentModificationException;
import javax.annotation.Nullable;

/**
 * Finds and calls methods of the server whose names or classes differ between its versions.
 */
final class ServerMethods {

    /** How often a room is looked at that changes meanwhile. */
    private static final int LOOKS = 10;

    private static final String PACKAGE = "org.jivesoftware.openfire.muc.";

    private ServerMethods() {
    }

    /**
     * Finds a class of the server's group chat.
     *
     * @param loader the class loader of the server's classes
     * @param names the names that the class has had, without its package
     * @throws IllegalStateException where there is none of these classes
     */
    static Class<?> type(final ClassLoader loader, final String... names) {
        for (final String name : names) {
            try {
                return Class.forName(PACKAGE + name, false, loader);
            } catch (final ClassNotFoundException e) {
                // The name that this generation of the server has comes later.
            }
        }
        throw new IllegalStateException("This Openfire has none of " + String.join(", ", names));
    }

    /**
     * Finds a method without parameters.
     *
     * @param type the class
     * @param result what the method returns
     * @param names the names that the method has had
     * @return takes an object, whose class need not be known
     * @throws IllegalStateException where the class has none of these methods
     */
    static MethodHandle method(final Class<?> type, final Class<?> result, final String... names) {
        return lookUp(type, new Class<?>[0], names).asType(MethodType.methodType(result, Object.class));
    }

    /**
     * Finds a method.
     *
     * @param type the class
     * @param parameters the types of its parameters
     * @param names the names that the method has had
     * @throws IllegalStateException where the class has none of these methods
     */
    static MethodHandle lookUp(final Class<?> type, final Class<?>[] parameters, final String... names) {
        for (final String name : names) {
            final MethodHandle found = find(type, name, parameters);
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException(type.getName() + " has none of " + String.join(", ", names));
    }

    /**
     * Finds a method that only some versions of the server have.
     *
     * @param type the class
     * @param name the name of the method
     * @param parameters the types of its parameters
     * @return {@code null} where the class has no such method
     */
    @Nullable
    static MethodHandle find(final Class<?> type, final String name, final Class<?>... parameters) {
        try {
            final Method method = type.getMethod(name, parameters);
            return MethodHandles.publicLookup().unreflect(method);
        } catch (final NoSuchMethodException e) {
            return null;
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(type.getName() + '.' + name + " cannot be called", e);
        }
    }

    /** Calls methods of the server. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws Throwable;
    }

    /**
     * Looks at a room. The server's methods throw nothing checked; old servers give away lists that they go on
     * changing, so that a look may have to be repeated.
     */
    static <T> T call(final Call<T> call) {
        for (int looks = 1; ; looks++) {
            try {
                return call.call();
            } catch (final ConcurrentModificationException e) {
                if (looks == LOOKS) {
                    throw e;
                }
            } catch (final RuntimeException | Error e) {
                throw e;
            } catch (final Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
