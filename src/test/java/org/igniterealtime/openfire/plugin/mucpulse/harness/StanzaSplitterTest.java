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
