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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;

/**
 * Something that was published. Immutable: the payload must not be changed.
 *
 * @param id unique within the node
 * @param payload what was published; {@code null} where nothing but the fact
 * @param published when
 */
public record Item(@Nonnull String id, @Nullable Element payload, @Nonnull Instant published) {

    /** The length of the payload as it is sent, in bytes. */
    int size() {
        return payload == null ? 0 : payload.asXML().getBytes(StandardCharsets.UTF_8).length;
    }
}
