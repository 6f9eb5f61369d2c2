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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** M6: a room tells of its avatar, as XEP-0486 foresees. */
class RoomAvatarsTest {

    private static final String METADATA = "urn:xmpp:avatar:metadata";
    /** The SHA-1 of {@code abc}, as FIPS 180 gives it. */
    private static final String ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

    private final MepFixture server = new MepFixture();
    private boolean enabled = true;
    private final RoomAvatars avatars =
        new RoomAvatars(() -> enabled, server.mep);

    @BeforeEach
    void oneWitchWatches() {
        server.join(CRONE, FIRST, METADATA);
    }

    private static Element vCard(final String photo) throws DocumentException {
        return DocumentHelper.parseText("<vCard xmlns='vcard-temp'><FN>The Coven</FN>" + photo + "</vCard>")
            .getRootElement();
    }

    private static String photo(final String type, final String content) {
        return "<PHOTO>" + type + "<BINVAL>\n"
            + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)) + "\n</BINVAL></PHOTO>";
    }

    private void change(final Element vCard) {
        avatars.vCardChanged(COVEN, vCard);
        server.settle();
    }

    @Test
    void m6_newPhotoIsToldOf() throws DocumentException {
        change(vCard(photo("<TYPE>image/jpeg</TYPE>", "abc")));

        assertEvent(server.eventOf(CRONE), COVEN, "<items node='" + METADATA + "'><item id='" + ABC + "'><metadata xmlns='"
            + METADATA + "'><info id='" + ABC + "' bytes='3' type='image/jpeg'/></metadata></item></items>");
    }

    @Test
    void m6_photoThatIsGoneIsToldOf() throws DocumentException {
        change(vCard(photo("", "abc")));
        server.forgetEvents();
        for (final Element without : new Element[] {null, vCard(""), vCard("<PHOTO/>"),
            vCard("<PHOTO><BINVAL/></PHOTO>")}) {
            change(without);

            assertThat(server.eventOf(CRONE).getElement().element("event").element("items").element("item")
                .element("metadata").elements()).isEmpty();
        }
    }

    @Test
    void m6_avatarIsNotToldOfWhereThatIsOff() throws DocumentException {
        enabled = false;

        change(vCard(photo("", "abc")));

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m6_avatarOfARoomThatIsNotThereHarmsNobody() throws DocumentException {
        avatars.vCardChanged(new JID("heath", SERVICE, null), vCard(photo("", "abc")));
        server.settle();

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }
}
