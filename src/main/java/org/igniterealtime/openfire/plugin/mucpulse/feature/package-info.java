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
 * What a feature is, and what it can use. A newcomer who wants to add a feature starts here, and finds all steps, with
 * the texts, documents and tests that belong to them, in {@code README.md} under "Adding a feature".
 * <p>
 * A {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Feature} is one package with one class that implements
 * that interface, and an entry in the list that {@link org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin}
 * starts. The class declares what the console, the store and the statistics show of the feature, and creates its parts
 * when it is started. It gets everything from a {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Platform},
 * and attaches itself to what happens on the server by adding its parts to the lists of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks}; the type of the elements of each list is an
 * interface in the package {@code port}. Messages that a room has broadcast, for instance, come to the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener}s in
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks#rooms()}. Each step of the start is registered, with
 * what reverts it, in {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations}: when the plugin stops,
 * or a start fails, all of it is undone in reverse order. The smallest example is
 * {@code fifth.FifthFeature} in the tests, the shortest real one {@code chatstate.ChatStateFeature}.
 * <p>
 * Hooks are called on the server's threads, often while the server holds the lock of a room. Whatever may take long
 * or has to wait, as most ways to send a stanza, is a task of the executor that the feature gets from
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Platform#executor}.
 * <p>
 * The data of a stanza flows from the package {@code openfire}, which classifies it, through the hooks to every feature
 * that asked for it, and from the features through
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender} back to the server's router. A feature uses the
 * packages {@code feature}, {@code port}, {@code settings}, {@code metrics}, {@code store} and {@code concurrent}, and
 * neither another feature nor Openfire.
 */
package org.igniterealtime.openfire.plugin.mucpulse.feature;

