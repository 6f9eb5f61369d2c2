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
 * What the administrator sees: the pages of the admin console, statistics, and numbers for monitoring.
 * <p>
 * A {@link org.igniterealtime.openfire.plugin.mucpulse.admin.Page} knows nothing of servlets but the parameters of the
 * request, and answers with what is to be shown or where to go next; its view is a JSP in {@code web}, which
 * the build compiles. {@link org.igniterealtime.openfire.plugin.mucpulse.admin.PageServlet} does what all of them have
 * in common.
 */
package org.igniterealtime.openfire.plugin.mucpulse.admin;

