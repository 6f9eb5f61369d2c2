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
 * Starts real Openfire servers in processes of their own, and connects real XMPP clients to them.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension} gives a test class its
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer}, which is embedded or a copy of an
 * installed one. {@link org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient} is a client (Smack) that keeps
 * what it receives; {@link org.igniterealtime.openfire.plugin.mucpulse.harness.RawSession} is a bare connection, for
 * what no client would send. {@link org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl} reaches into the
 * running server, for instance to change its properties.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.Federation} adds other servers: a real
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.Prosody}, a second Openfire, and a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.RawServerPeer}, which does what a test wants. After each class,
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.LogCheck} reads the server's log.
 */
package org.igniterealtime.openfire.plugin.mucpulse.harness;

