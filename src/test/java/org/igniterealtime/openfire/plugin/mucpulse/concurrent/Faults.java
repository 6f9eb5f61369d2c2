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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.util.stream.Stream;

/** What can be thrown where nobody expects it. */
public final class Faults {

    private Faults() {
    }

    /** One of each kind, newly made. */
    public static Stream<Throwable> all() {
        return Stream.of(new IllegalStateException("for the test"), new StackOverflowError("for the test"),
            new OutOfMemoryError("for the test"), new NoClassDefFoundError("for the test"),
            new AssertionError("for the test"));
    }

    /** Throws anything without declaring it. */
    @SuppressWarnings("unchecked")
    public static <T extends Throwable> void sneak(final Throwable fault) throws T {
        throw (T) fault;
    }
}
