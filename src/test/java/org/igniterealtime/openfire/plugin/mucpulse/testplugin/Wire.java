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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines that the tests and the control plugin exchange: fields between tabs, percent-encoded so that they may hold
 * anything. An absent value (SQL's null) is a field of its own kind.
 *
 * <p>A request is a command followed by its arguments; an answer is {@link #OK} or {@link #FAILED} followed by values.
 */
public final class Wire {

    /** The first field of an answer to a command that was carried out. */
    public static final String OK = "ok";

    /** The first field of an answer to a command that was not; the reason follows. */
    public static final String FAILED = "failed";

    /** The system property of the server's process that names the file for the plugin's port and secret. */
    public static final String ADDRESS_FILE = "mucpulse.control.address";

    /** The system property of the server's process that names a file of properties to set before the server listens. */
    public static final String PROPERTIES_FILE = "mucpulse.control.properties";

    private static final String NULL = "%-";

    private Wire() {
    }

    /**
     * Makes one line of fields.
     *
     * @param fields the fields, of which some may be null
     * @return the line without its end
     */
    public static String encode(final List<String> fields) {
        return fields.stream().map(Wire::encode).collect(Collectors.joining("\t"));
    }

    /**
     * Takes one line apart.
     *
     * @param line a line without its end
     * @return the fields, of which some may be null
     */
    public static List<String> decode(final String line) {
        return Arrays.stream(line.split("\t", -1)).map(Wire::decodeField).collect(Collectors.toList());
    }

    private static String encode(final String field) {
        return field == null ? NULL : URLEncoder.encode(field, StandardCharsets.UTF_8);
    }

    private static String decodeField(final String field) {
        return NULL.equals(field) ? null : URLDecoder.decode(field, StandardCharsets.UTF_8);
    }
}
