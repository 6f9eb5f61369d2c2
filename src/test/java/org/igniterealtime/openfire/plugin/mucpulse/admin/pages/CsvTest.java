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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as comma-separated values. */
class CsvTest {

    private static String text(final String... cells) {
        final Answer.File file = (Answer.File) Csv.file("list.csv", List.of("A", "B"), List.of(List.of(cells)));
        return new String(file.content(), StandardCharsets.UTF_8);
    }

    private static String row(final String... cells) {
        return text(cells).substring("\uFEFF\"A\",\"B\"\r\n".length());
    }

    @Test
    void table_isUtf8WithAByteOrderMarkAndLinesOfRfc4180() {
        assertThat(text("Grüße", "房间")).isEqualTo("\uFEFF\"A\",\"B\"\r\n\"Grüße\",\"房间\"\r\n");
        final Answer.File file = (Answer.File) Csv.file("list.csv", List.of("A"), List.of());
        assertThat(file.type()).startsWith("text/csv; charset=UTF-8");
        assertThat(file.name()).isEqualTo("list.csv");
        assertThat(file.content()).startsWith(0xEF, 0xBB, 0xBF);
    }

    @Test
    void cell_isQuotedWhateverItHolds() {
        assertThat(row("say \"no\", then", "two\r\nlines")).isEqualTo(
            "\"say \"\"no\"\", then\",\"two\r\nlines\"\r\n");
        assertThat(row("", "\"")).isEqualTo("\"\",\"\"\"\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A",
        " =1", "\u200B=1", "\uFEFF=1"})
    void cell_thatSpreadsheetsWouldCalculateGetsAnApostrophe(final String hostile) {
        assertThat(row(hostile, "a" + hostile)).isEqualTo("\"'" + hostile + "\",\"a" + hostile + "\"\r\n");
    }

    /** Where a spreadsheet takes a semicolon for the separator, it does not see quotes either. */
    @Test
    void cell_whatWouldBeCalculatedAfterAnotherSeparatorGetsAnApostrophe() {
        assertThat(row(";=1+1", "a; +1|-1")).isEqualTo("\";'=1+1\",\"a;' +1|'-1\"\r\n");
        assertThat(row("tea; coffee", "a|b")).isEqualTo("\"tea; coffee\",\"a|b\"\r\n");
    }

    @Test
    void cell_formulaInQuotesStaysOneCell() {
        assertThat(row("=HYPERLINK(\"http://x\",\"y\")", "b"))
            .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\"b\"\r\n");
    }
}
