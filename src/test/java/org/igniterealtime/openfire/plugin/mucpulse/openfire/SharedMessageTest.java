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

import java.util.List;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Stanzas that share their content are none the worse for it. */
class SharedMessageTest {

    private static final JID ROMEO = new JID("romeo@example.org/o'phone & \"more\"");
    private static final JID JULIET = new JID("juliet@example.org/balcony");

    private final Message template = Stanzas.message("<message type='headline' id='1' from='room@muc.example.org/a &lt; b'>"
        + "<event xmlns='urn:x'><p:item xmlns:p='urn:p' p:a='&amp;'> text <![CDATA[<raw>]]></p:item></event>"
        + "<delay xmlns='urn:xmpp:delay'/></message>");
    private final SharedMessage shared = new SharedMessage(template);

    private Message copyFor(final JID recipient) {
        final Message copy = template.createCopy();
        copy.setTo(recipient);
        return copy;
    }

    @Test
    void eachRecipientGetsWhatACopyWouldBe() {
        for (final JID recipient : List.of(ROMEO, JULIET)) {
            final Message message = shared.to(recipient);

            assertThat(message.getTo()).isEqualTo(recipient);
            assertThat(message.getFrom()).isEqualTo(template.getFrom());
            assertThat(message.getType()).isEqualTo(Message.Type.headline);
            assertThat(Stanzas.message(message.toXML()).toXML()).isEqualTo(Stanzas.message(copyFor(recipient).toXML()).toXML());
            assertThat(message.createCopy().toXML()).isEqualTo(copyFor(recipient).toXML());
            assertThat(message.createCopy().getElement()).isExactlyInstanceOf(DefaultElement.class);
        }
    }

    @Test
    void contentIsNotCopied() {
        assertThat(shared.to(ROMEO).getElement().elements())
            .usingElementComparator((one, other) -> one == other ? 0 : 1)
            .isEqualTo(shared.to(JULIET).getElement().elements());
    }

    @Test
    void stanzaKeepsItsRecipientWhateverIsSentLater() {
        final Message kept = shared.to(ROMEO);

        shared.to(JULIET);

        assertThat(kept.toXML()).contains("romeo").doesNotContain("juliet");
    }

    @Test
    void changeOfOneStanzaIsSeenInThatOneAlone() {
        final Message changed = shared.to(ROMEO);
        final Message other = shared.to(JULIET);

        changed.getElement().addElement("hint", "urn:hint");
        changed.getElement().remove(changed.getElement().element("delay"));
        changed.setFrom(ROMEO);
        changed.setID("2");
        changed.setType(Message.Type.normal);

        assertThat(changed.toXML()).contains("<hint xmlns=\"urn:hint\"/>", "id=\"2\"").doesNotContain("delay", "headline", "muc.");
        assertThat(changed.getElement().element("hint").getParent()).isSameAs(changed.getElement());
        assertThat(other.toXML()).contains("<delay", "headline", "id=\"1\"", "muc.").doesNotContain("hint");
        assertThat(shared.to(ROMEO).toXML()).contains("<delay", "headline", "id=\"1\"", "muc.").doesNotContain("hint");
    }

    @Test
    void stanzaCanBeGivenAnotherRecipient() {
        final Message message = shared.to(ROMEO);

        message.setTo(JULIET);

        assertThat(message.getTo()).isEqualTo(JULIET);
        assertThat(message.toXML()).contains("to=\"" + JULIET + '"', "<event").doesNotContain("romeo");
    }

    @Test
    void clearedStanzaIsEmpty() {
        final Message message = shared.to(ROMEO);

        message.getElement().clearContent();

        assertThat(message.toXML()).doesNotContain("event");
        assertThat(shared.to(JULIET).toXML()).contains("event");
    }

    @Test
    void templateMayBeChangedAfterwards() {
        template.getElement().element("event").addElement("late");

        assertThat(shared.to(ROMEO).toXML()).doesNotContain("late");
    }

    @Test
    void cloneHasContentOfItsOwn() {
        final Message message = shared.to(ROMEO);

        final Element clone = (Element) message.getElement().clone();
        clone.element("event").addElement("more");

        assertThat(clone.asXML()).contains("<more", "romeo");
        assertThat(message.getElement().element("event").element("more")).isNull();
    }
}
