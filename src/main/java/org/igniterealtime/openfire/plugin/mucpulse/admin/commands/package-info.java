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
 * The plugin's ad-hoc commands (XEP-0050).
 * <p>
 * The server lists them ({@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.ListedCommand}), but does
 * not carry them out, as its sessions are bound neither to who executes a command nor to the command (S5).
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.CommandIqHandler} takes all requests for commands
 * before the server's handler, hands those of others on, and bounds how many requests a user can send.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.CommandProcessor} checks who may use the command
 * and which action is allowed, reads the form within bounds
 * ({@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.SubmittedForm}) and moves the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.CommandSession} on, which
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.CommandSessions} keeps for a short while.
 * A {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.Command} answers from memory and keeps nothing of
 * a single execution.
 * <p>
 * To add a command of a feature: implement {@link org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand} in
 * the feature's package, return it from
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Feature#commands()}, and add its texts to all bundles.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.commands.FeatureCommand} writes its forms in the language
 * of whoever uses it. Commands that belong to no feature, such as that for the status, are in this package.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004: Data Forms</a>
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

