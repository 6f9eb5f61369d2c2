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
 * Integration tests: real clients, the packaged plugin, a real server.
 * <p>
 * The name of a test class ends in {@code IT}. It registers
 * {@link org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension#shared()} for the server that all
 * classes share, or {@code own()} for a server that the test stops or configures. What the tests of one feature have in
 * common, such as logging in and entering rooms, is in a class of its own: {@code RaiScene}, {@code MepScene},
 * {@code ChatStateTroupe} and {@code ChattingParty}. {@code OpenfireExtension.newRoom} gives a room of the shared
 * server a name that no other test uses.
 * <p>
 * The class comment names the rule that is tested, and quotes the sentence of the specification. A warning or an error
 * of the plugin in the server's log fails the class. {@code mvn verify -Dit.test=NAME} runs one class, and with
 * {@code -Dopenfire.home=DIR} against a copy of the Openfire that is installed in {@code DIR}.
 */
package org.igniterealtime.openfire.plugin.mucpulse.it;

