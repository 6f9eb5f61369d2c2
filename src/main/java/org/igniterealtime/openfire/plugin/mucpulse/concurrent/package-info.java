/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
 * General tools for work that is done by several threads and bounded: rates, budgets and executors. They know neither
 * the server nor the features.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits} bounds how often something happens for each
 * of many keys; {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget} bounds how many bytes are
 * held for each of many keys and in all. {@link org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer} has a
 * task run once for many requests, whatever it throws. Limits are given with each call, as they are settings that can
 * change at any time. All times come from a monotonic source, so that a change of the server's clock has no effect.
 */
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

