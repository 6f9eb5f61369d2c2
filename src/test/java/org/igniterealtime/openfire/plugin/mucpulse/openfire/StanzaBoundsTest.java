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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S2: what is too deep or too large is recognised, without a call within a call. */
class StanzaBoundsTest {

    private static Element nested(final int levels) {
        final Element root = DocumentHelper.createElement("message");
        Element innermost = root;
        for (int level = 0; level < levels; level++) {
            innermost = innermost.addElement("a");
        }
        return root;
    }

    @Test
    void s2_hundredLevelsAreDeepEnough() {
        assertThat(StanzaBounds.DEFAULT.contain(nested(100))).isTrue();
        assertThat(StanzaBounds.DEFAULT.contain(nested(101))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {2_500, 1_000_000})
    void s2_nestingWithoutEndEndsTheCheckAndNothingElse(final int levels) {
        assertThat(StanzaBounds.DEFAULT.contain(nested(levels))).isFalse();
    }

    @Test
    void s2_depthCountsInEveryBranch() {
        final Element root = nested(100);
        root.add(nested(100));

        assertThat(StanzaBounds.DEFAULT.contain(root)).isFalse();
    }

    @Test
    void s2_elementsAttributesAndTextsAreCounted() {
        final Element root = DocumentHelper.createElement("message");
        root.addElement("a").addAttribute("b", "c").addText("text");
        root.addElement("a").addCDATA("data");

        assertThat(new StanzaBounds(1, 6, 1_000).contain(root)).isTrue();
        assertThat(new StanzaBounds(1, 5, 1_000).contain(root)).isFalse();
        assertThat(new StanzaBounds(1, 6, "messageaabctextdata".length() + 1 - 1).contain(root)).isTrue();
    }

    @Test
    void s2_longTextIsTooLarge() {
        final Element root = DocumentHelper.createElement("message");
        root.addElement("body").setText(Strings.repeat("x", 300_000));

        assertThat(StanzaBounds.DEFAULT.contain(root)).isFalse();
    }

    @Test
    void s2_manySmallElementsAreTooLarge() {
        final Element root = DocumentHelper.createElement("message");
        for (int i = 0; i < 40_000; i++) {
            root.addElement("a");
        }

        assertThat(StanzaBounds.DEFAULT.contain(root)).isFalse();
    }

    @Test
    void s2_weightGrowsWithContent() {
        final Element small = DocumentHelper.createElement("message");
        final Element text = DocumentHelper.createElement("message");
        text.addElement("body").setText(Strings.repeat("x", 100_000));
        final Element many = DocumentHelper.createElement("message");
        for (int i = 0; i < 16_000; i++) {
            many.addElement("a");
        }

        assertThat(StanzaBounds.weigh(small)).isLessThan(1_000);
        assertThat(StanzaBounds.weigh(text)).isBetween(100_000L, 110_000L);
        assertThat(StanzaBounds.weigh(many)).isGreaterThan(600_000);
        assertThat(StanzaBounds.weigh(nested(500_000))).isGreaterThan(10_000_000);
    }
}
