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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StanzaSplitterTest {

    private static final String STREAM = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
            + "xmlns:stream='http://etherx.jabber.org/streams' from='a>b'>"
            + "<stream:features><a/></stream:features> <success xmlns='x'/>"
            + "<?xml version='1.0'?><stream:stream xmlns='jabber:client'>"
            + "<message to=\"it's > me\"><body>one &lt; two > three</body></message>\n<presence/>"
            + "<iq><query xmlns=\"y\"><item/> text </query></iq></stream:stream>";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void elementsAreCutHoweverTheTextComes(final int size) {
        final List<String> elements = new ArrayList<>();
        final StanzaSplitter splitter = new StanzaSplitter(elements::add);

        for (int begin = 0; begin < STREAM.length(); begin += size) {
            splitter.feed(STREAM.substring(begin, Math.min(begin + size, STREAM.length())));
        }

        assertThat(elements).containsExactly(
                "<stream:features><a/></stream:features>",
                "<success xmlns='x'/>",
                "<message to=\"it's > me\"><body>one &lt; two > three</body></message>",
                "<presence/>",
                "<iq><query xmlns=\"y\"><item/> text </query></iq>");
    }
}
