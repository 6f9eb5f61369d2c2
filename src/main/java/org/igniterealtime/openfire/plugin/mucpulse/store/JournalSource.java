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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.io.IOException;
import java.util.function.Consumer;
import javax.annotation.Nonnull;

/**
 * What gathers changes for the database, of which there are records in the {@link Journal} until they are written. The
 * same records may be replayed again although the database has what they say already, with all that followed.
 */
public interface JournalSource {

    /**
     * Has a change of an earlier run wait for the database again. No record of it need be added: it is still there.
     *
     * @param record the record
     * @throws IOException where the record cannot be understood; it is left out then
     */
    void replay(@Nonnull byte[] record) throws IOException;

    /**
     * Tells all that waits for the database at this moment, also what is just being written. May be called by any
     * thread.
     *
     * @param records receives records that have the same effect as all those of which the changes wait
     */
    void snapshot(@Nonnull Consumer<byte[]> records);
}
