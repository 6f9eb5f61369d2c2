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

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Calls by name, for what differs between the servers that the plugin runs in, or is not meant to be seen. */
final class Reflect {

    private Reflect() {
    }

    static boolean has(final Object target, final String method) {
        return Arrays.stream(target.getClass().getMethods()).anyMatch(candidate -> candidate.getName().equals(method));
    }

    /** Calls the public method of that name whose parameters take these arguments. */
    static Object call(final Object target, final String name, final Object... args)
            throws ReflectiveOperationException {
        for (final Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method, args)) {
                return method.invoke(target, args);
            }
        }
        throw new NoSuchMethodException(target.getClass().getName() + "." + name + Arrays.toString(args));
    }

    /** Reads a field, however private, of that class. */
    static Object field(final Class<?> owner, final Object target, final String name)
            throws ReflectiveOperationException {
        final Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
    }

    private static boolean takes(final Method method, final Object... args) {
        final Class<?>[] types = method.getParameterTypes();
        if (types.length != args.length) {
            return false;
        }
        for (int i = 0; i < args.length; i++) {
            final Class<?> type = types[i] == boolean.class ? Boolean.class : types[i];
            if (args[i] != null && !type.isInstance(args[i])) {
                return false;
            }
        }
        return true;
    }
}
