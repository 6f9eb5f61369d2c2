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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Pages of lists (M13, XEP-0059), and the limits on memory, each at its edge. */
class PagesAndLimitsTest {

    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");
    private static final JID ROOM = new JID("coven@conference.example.org");
    private static final JID CRONE = new JID("crone@example.org");

    private static Page<String> page(final Page.End end, final int space, final String request) throws Exception {
        final Page.Source<String> source = new Page.Source<>(ALL, Function.identity(), name -> 10, end);
        return Page.of(source, request == null ? Optional.empty()
            : Optional.of(DocumentHelper.parseText("<set>" + request + "</set>").getRootElement()), space);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "<max>2</max>|ab|0",
        "<max>9</max>|abcde|0",
        "<max>0</max>||-",
        "<max>2</max><after>b</after>|cd|2",
        "<max>9</max><after>d</after>|e|4",
        "<max>9</max><after>e</after>||-",
        "<max>2</max><after/>|ab|0",
        "<max>2</max><before/>|de|3",
        "<max>9</max><before/>|abcde|0",
        "<max>2</max><before>d</before>|bc|1",
        "<max>9</max><before>c</before>|ab|0",
        "<max>9</max><before>a</before>||-",
        "<max>2</max><index>3</index>|de|3",
        "<max>2</max><index>4</index>|e|4",
        "<max>2</max><index>5</index>||-",
        "<max>2</max><index>9</index>||-",
        "<max>2</max><index>1</index><before/>|bc|1",
        "<max>2</max><after>b</after><before>b</before>|cd|2",
        "<index>1</index>|bcde|1",
    })
    void m13_pageHoldsWhatWasAskedFor(final String request, final String names, final String index) throws Exception {
        final Page<String> page = page(Page.End.FIRST, 1_000, request);

        final String expected = names == null ? "" : names;
        assertThat(String.join("", page.entries())).isEqualTo(expected);
        final Element set = page.description().orElseThrow();
        assertThat(set.elementText("count")).isEqualTo("5");
        if (index == null) {
            assertThat(set.element("first")).isNull();
            assertThat(set.element("last")).isNull();
        } else {
            assertThat(set.element("first").attributeValue("index")).isEqualTo(index);
            assertThat(set.elementText("first")).isEqualTo(expected.substring(0, 1));
            assertThat(set.elementText("last")).isEqualTo(expected.substring(expected.length() - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<max>-1</max>", "<max>x</max>", "<index>-1</index>", "<after>z</after>",
        "<before>z</before>"})
    void m13_pageThatMakesNoSenseIsRefused(final String request) {
        assertThatThrownBy(() -> page(Page.End.FIRST, 1_000, request)).isInstanceOf(MepException.class);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "FIRST, 50, abcde, -", "FIRST, 49, abcd, 0", "FIRST, 20, ab, 0", "FIRST, 0, a, 0",
        "LAST, 50, abcde, -", "LAST, 49, bcde, 1", "LAST, 20, de, 3", "LAST, 0, e, 4"})
    void m13_listThatDoesNotFitIsCutWhereItMattersLess(final Page.End end, final int space, final String names,
                                                      final String index) throws Exception {
        final Page<String> page = page(end, space, null);

        assertThat(String.join("", page.entries())).isEqualTo(names);
        assertThat(page.description().map(set -> set.element("first").attributeValue("index")))
            .isEqualTo(Optional.ofNullable(index));
    }

    @Test
    void m13_pageBeforeSomethingIsCutAtItsBeginning() throws Exception {
        assertThat(page(Page.End.FIRST, 20, "<max>3</max><before>e</before>").entries()).containsExactly("c", "d");
        assertThat(page(Page.End.LAST, 20, "<max>3</max><after>a</after>").entries()).containsExactly("b", "c");
    }

    private static MepLimits limits(final int user, final int room, final int percent) {
        return new MepLimits(user, room, percent, 65_536, 1, 1, 1, 1);
    }

    @Test
    void m13_asMuchIsAdmittedAsEachLimitSaysAndNotOneByteMore() {
        final MemoryUse memory = new MemoryUse(10_000, user -> true);
        memory.charge(ROOM, CRONE, 100);

        assertThat(memory.admit(ROOM, CRONE, Need.of(100), limits(200, 1_000, 50))).isTrue();
        assertThat(memory.admit(ROOM, CRONE, Need.of(101), limits(200, 1_000, 50))).isFalse();
        assertThat(memory.admit(ROOM, CRONE, Need.of(100), limits(1_000, 200, 50))).isTrue();
        assertThat(memory.admit(ROOM, CRONE, Need.of(101), limits(1_000, 200, 50))).isFalse();
        assertThat(memory.admit(ROOM, CRONE, Need.of(100), limits(1_000, 1_000, 2))).isTrue();
        assertThat(memory.admit(ROOM, CRONE, Need.of(101), limits(1_000, 1_000, 2))).isFalse();
        assertThat(memory.admit(ROOM, null, Need.of(101), limits(200, 1_000, 50))).isTrue();
    }

    @Test
    void m13_whatTakesNoMoreThanItFreesIsAdmittedWhateverTheLimitsHaveBecome() {
        final MemoryUse memory = new MemoryUse(10_000, user -> true);
        memory.charge(ROOM, CRONE, 100);

        assertThat(memory.admit(ROOM, CRONE, new Need(50, 50, 50), limits(0, 0, 0))).isTrue();
        assertThat(memory.admit(ROOM, CRONE, new Need(50, 49, 50), limits(0, 0, 0))).isFalse();
        assertThat(memory.admit(ROOM, CRONE, new Need(50, 50, 49), limits(0, 0, 0))).isFalse();
        assertThat(memory.admit(ROOM, CRONE, new Need(50, 0, 50), limits(150, 0, 0))).isTrue();
        assertThat(memory.admit(ROOM, CRONE, new Need(50, 50, 0), limits(0, 150, 2))).isTrue();
    }

    @Test
    void m13_whatIsReleasedLeavesNothingBehind() {
        final MemoryUse memory = new MemoryUse(10_000, user -> true);
        memory.charge(ROOM, CRONE, 100);
        memory.charge(ROOM, null, 50);
        assertThat(memory.total()).isEqualTo(150);
        assertThat(memory.ofRoom(ROOM)).isEqualTo(150);
        assertThat(memory.ofUser(CRONE)).isEqualTo(100);
        assertThat(memory.keys()).isEqualTo(2);

        memory.release(ROOM, null, 50);
        memory.release(ROOM, CRONE, 100);

        assertThat(memory.total()).isZero();
        assertThat(memory.keys()).isZero();
    }

    @Test
    void m13_payloadIsAsDeepAsItMayBe() {
        final Element outer = DocumentHelper.createElement("x");
        Element inner = outer;
        for (int level = 1; level < Payload.MAX_DEPTH; level++) {
            inner = inner.addElement("x");
        }
        assertThat(Payload.of(outer).toElement()).isPresent();

        inner.addElement("x");

        assertThatThrownBy(() -> Payload.of(outer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void m10_payloadThatCannotBeReadIsTakenForMissingAndHindersNoOther() {
        assertThat(Payload.ofXml("<x").toElement()).isEmpty();

        assertThat(Payload.ofXml("<x/>").toElement()).isPresent();
        assertThat(Payload.ofXml("<x/>")).isEqualTo(Payload.ofXml("<x/>")).hasSameHashCodeAs(Payload.ofXml("<x/>"))
            .isNotEqualTo(Payload.ofXml("<y/>")).isNotEqualTo(null);
        assertThat(Payload.ofXml("<\u00e9/>").size()).isEqualTo(5);
    }
}
