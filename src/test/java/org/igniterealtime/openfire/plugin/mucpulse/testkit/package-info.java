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
 * The doubles of a server that the unit tests of all features and the benchmarks share.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc} has the rooms; a test changes a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom} and then tells the feature what the server would
 * tell it. {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers} has users, accounts, groups and
 * sessions, {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities} what clients announce, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing} one node of every user.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender} keeps what is sent, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor} runs tasks in a time of its own, whose
 * clock it is. Each can be made to fail. A feature's fixture wires them to the feature, and adds nothing else.
 * <p>
 * Benchmarks freeze the rooms, and use {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.QueueExecutor} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.testkit.CountingSender}, which cost next to nothing.
 */
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

