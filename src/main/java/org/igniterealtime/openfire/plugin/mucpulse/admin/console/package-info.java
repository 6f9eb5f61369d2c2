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
 * The plugin's part of the server's admin console.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.Console} puts the pages behind their
 * addresses; stopping it takes them away. Each page is created with what it needs, and with the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.PageTools} that all of them share. A request reaches
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.PageServlet}, which admits administrators only,
 * checks the token of a form ({@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.FormTokens}), hands the
 * parameters to the {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Page}, and carries out its
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answer}: a view, or a redirect with a message after
 * every form that was accepted. {@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.Views} runs the views:
 * JSPs in {@code web}, which the build compiles to classes.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

