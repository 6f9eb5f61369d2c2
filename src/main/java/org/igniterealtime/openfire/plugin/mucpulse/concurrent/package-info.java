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

/**
 * Executors, rates and budgets for work that is done by several threads and bounded. They know neither the server nor
 * the features.
 *
 * <h2>Executors</h2>
 * <ul>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor} runs tasks one after the
 * other, so that state that only its tasks use needs no lock;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor} is the
 * implementation with a thread of its own. Each feature has one, which it gets from {@code Platform.executor}.</li>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerPool} runs tasks that may block, such as
 * database queries; all features share one, {@code Platform.queries()}, and a feature with many
 * queries has one of its own.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker} is one thread with a bounded queue;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.RepeatingWorker} is one whose queue is somebody else's;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor} keeps tasks of different keys, such as
 * the domains of other servers, from waiting for each other.</li>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer} runs a task once for many requests;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork} does much work in parts, with pauses;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation} applies an action to many
 * elements, whatever it throws for some of them;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler} counts and logs what is thrown where
 * nothing may be thrown any further.</li>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus} is what the health page shows of
 * all of them.</li>
 * </ul>
 * All threads are named and daemon, no queue is unbounded, and nothing that a task throws ends a thread. Tasks that do
 * not fit are dropped or refused, and counted.
 *
 * <h2>Limits</h2>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits} bounds how often something happens for
 * each of many keys; {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget} bounds how many bytes
 * are held for each of many keys and in all. Limits are given with each call, as they are settings that can change at
 * any time.
 *
 * <h2>Time</h2>
 * Durations come from a monotonic source, so that a change of the server's clock has no effect.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps} puts events in an order that
 * survives a restart.
 */
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

