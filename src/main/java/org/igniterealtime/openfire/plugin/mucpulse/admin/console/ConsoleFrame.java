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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;

/**
 * What all pages have in common.
 *
 * @param administrators who may see them
 * @param tokens proof of where a form comes from
 * @param texts the texts
 * @param views the views
 * @param version the plugin's version
 */
record ConsoleFrame(@Nonnull Administrators administrators, @Nonnull FormTokens tokens, @Nonnull Texts texts,
                    @Nonnull Views views, @Nonnull String version) {
}
