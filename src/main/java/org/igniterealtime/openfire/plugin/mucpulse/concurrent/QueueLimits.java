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

import java.time.Duration;
import javax.annotation.Nonnull;

/**
 * What is bounded in a {@link KeyedExecutor}. Immutable.
 *
 * @param tasksPerKey how many tasks may wait for one key
 * @param bytesPerKey how many bytes they may hold
 * @param keys for how many keys tasks may wait
 * @param bytes how many bytes all tasks that wait may hold
 * @param patience how long a task may wait
 * @param threads how many threads there are for the keys that are quick
 * @param slowThreads how many threads there are for the others
 * @param heldUp how many of the former may be held up and made up for
 * @param slow what takes longer than this takes long
 * @param probation for how long a key is kept with those whose tasks take long
 */
public record QueueLimits(int tasksPerKey, long bytesPerKey, int keys, long bytes, @Nonnull Duration patience,
                          int threads, int slowThreads, int heldUp, @Nonnull Duration slow,
                          @Nonnull Duration probation) {
}
