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
 * The pages of the admin console, without servlets.
 * <p>
 * A {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Page} gets a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.PageRequest} with the name of the administrator and
 * the parameters, and returns an {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answer}: the name of a
 * view with what it shows, or where to go next. Whatever may take long is asked for through
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answers}, which waits for some seconds only. Each
 * change is written to the security audit log.
 * <p>
 * Pages render what features declare: settings ({@code SettingsPage}), switches of single rooms and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection}s ({@code RoomPage}), and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection}s ({@code UserPage}).
 * <p>
 * To add a page: implement {@code Page}, add a JSP of its name to {@code web} (texts by {@code fmt:message}, all values
 * by {@code c:out}, forms with {@code WEB-INF/tokens.jspf}), an entry to {@code plugin.xml}, and the page to the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.admin.console.Console} where that is created. A feature that has
 * to show something of a user or a room needs no page, only a section.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

