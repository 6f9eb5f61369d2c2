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
 * What a server does under load, measured with thousands of raw sessions; run by the profile {@code load} alone.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.load.LoadSessions} holds the sessions, on one thread;
 * {@link org.igniterealtime.openfire.plugin.mucpulse.load.LoadScene} puts accounts, rooms and their members into the
 * database.
 */
package org.igniterealtime.openfire.plugin.mucpulse.load;
