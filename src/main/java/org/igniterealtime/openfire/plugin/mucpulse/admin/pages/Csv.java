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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.annotation.Nonnull;

/**
 * Writes tables as comma-separated values. Spreadsheets take what begins with some characters for formulas, and would
 * run what users wrote: such cells get an apostrophe in front.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Csv {

    private static final String TYPE = "text/csv; charset=UTF-8; header=present";
    /** Tells spreadsheets that this is UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /**
     * What a spreadsheet takes for a formula, at the beginning of a cell, or after what some take for the end of one,
     * whatever the file says.
     */
    private static final Pattern FORMULA =
        Pattern.compile("(^|[;|])"
            + "(?=[\\s\\p{Z}\\p{Cc}\\p{Cf}]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\\t\\r\\n])");

    private Csv() {
    }

    /**
     * A table as a file to save.
     *
     * @param name the name of the file
     * @param heading the headings of the columns
     * @param rows the rows, each with as many cells
     * @return the file
     */
    @Nonnull
    static Answer file(@Nonnull final String name, @Nonnull final List<String> heading,
                       @Nonnull final List<List<String>> rows) {
        final StringBuilder text = new StringBuilder().append(BYTE_ORDER_MARK);
        line(text, heading);
        rows.forEach(row -> line(text, row));
        return new Answer.File(TYPE, name, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(final StringBuilder text, final List<String> cells) {
        String separator = "";
        for (final String cell : cells) {
            text.append(separator).append('"')
                .append(FORMULA.matcher(cell).replaceAll("$1'").replace("\"", "\"\"")).append('"');
            separator = ",";
        }
        text.append("\r\n");
    }
}
