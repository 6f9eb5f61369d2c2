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
 * Integration tests of any XMPP server, in the form of Smack's integration test framework: what a client sees of Room
 * Activity Indicators (XEP-0437), the MUC Eventing Protocol (XEP-0316), MUC Mention Notifications (XEP-0452), the MUC
 * Activity Indicator (XEP-0502), and Chat State Notifications in rooms (XEP-0085 §5.5).
 *
 * <p>{@link org.igniterealtime.openfire.plugin.mucpulse.interop.InteropTests} runs them. There is one test class for each
 * specification, each of whose tests quotes the sentence that it proves. What a specification leaves to the server is
 * not tested. A test class is skipped where the server does not offer the feature.
 *
 * <p>Each test has a {@link org.igniterealtime.openfire.plugin.mucpulse.interop.Scene} with rooms and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.interop.Session}s of its own, which record every stanza that they
 * receive. A stanza is looked at as the XML that Smack makes of it again
 * ({@link org.igniterealtime.openfire.plugin.mucpulse.interop.Xml}). That something is <em>not</em> sent is shown by
 * something else that is sent after it.
 */
package org.igniterealtime.openfire.plugin.mucpulse.interop;
