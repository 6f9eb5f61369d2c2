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
 * MUC Pulse, a plugin for the Openfire XMPP server.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin} lists the features, and starts them one after the
 * other. What a feature is, and how stanzas reach it, is described in the package {@code feature}; each feature has a
 * package of its own, which begins with a description of the protocol and of its main types. How to add a feature is
 * described, step by step, in {@code README.md}.
 * <p>
 * A letter with a number in a comment, such as R5, M3, C6, U4 or S2, is a rule. {@code README.md} lists the rules, each
 * with the classes that implement it; tests have the number in their names.
 * <p>
 * Records whose {@code equals} or {@code hashCode} is called, such as the keys of maps, write out both methods. What
 * the compiler makes of them is linked by {@code java.lang.runtime.ObjectMethods} when it is first called, and on Java
 * 17 that holds the class loader of the record, so that nothing of the plugin could be freed after it was unloaded.
 */
package org.igniterealtime.openfire.plugin.mucpulse;

