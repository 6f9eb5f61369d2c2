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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * A picture of a kind that browsers show and that holds nothing which could be run: PNG, JPEG, GIF or WebP, as its
 * first bytes say. What somebody claims that it is does not matter. Immutable.
 */
public final class Picture {

    /** How long a picture is at most, in bytes. */
    public static final int LONGEST = 256 * 1024;

    private final byte[] content;
    private final String type;

    private Picture(final byte[] content, final String type) {
        this.content = content;
        this.type = type;
    }

    /**
     * Looks what something is.
     *
     * @param content what may be a picture
     * @return the picture, empty where it is none of a known kind, or too long
     */
    @Nonnull
    public static Optional<Picture> of(@Nonnull final byte[] content) {
        if (content.length > LONGEST) {
            return Optional.empty();
        }
        final String start = new String(content, 0, Math.min(content.length, 12), StandardCharsets.ISO_8859_1);
        final String type = start.startsWith("\u0089PNG\r\n\u001a\n") ? "image/png"
            : start.startsWith("\u00ff\u00d8\u00ff") ? "image/jpeg"
            : start.startsWith("GIF87a") || start.startsWith("GIF89a") ? "image/gif"
            : start.startsWith("RIFF") && start.endsWith("WEBP") ? "image/webp" : "";
        return type.isEmpty() ? Optional.empty()
            : Optional.of(new Picture(Arrays.copyOf(content, content.length), type));
    }

    /**
     * The kind of picture.
     *
     * @return a type as HTTP has it
     */
    @Nonnull
    public String type() {
        return type;
    }

    /**
     * The picture.
     *
     * @return a copy
     */
    @Nonnull
    public byte[] content() {
        return content.clone();
    }
}
