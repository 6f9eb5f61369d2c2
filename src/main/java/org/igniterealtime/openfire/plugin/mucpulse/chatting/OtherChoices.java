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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

/** What users choose on other servers of the cluster. */
interface OtherChoices {

    /** Whether all of it is known. For any thread. */
    boolean areKnown();

    /**
     * Compares the database with what is known, as another server may have written a choice of which this one has not
     * heard. For the feature's executor; blocks.
     */
    void readAgain();
}
