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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

/** What is known of a room after another server said what it knows. */
enum MergedActivity {
    /** The entry is no longer that of the room. */
    FORGOTTEN,
    /** It was known. */
    KNOWN,
    /** Something was said later than what was known. */
    LATER,
    /** What was said last was known, but not that somebody else had said something as well. */
    SUPPLEMENTED
}
