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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.eventOf;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * When a room's vCard changes, interested occupants get the metadata of its avatar from the room's own node.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0486.html">XEP-0486: MUC Avatars</a>
 */
class MepAvatarIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String METADATA = "urn:xmpp:avatar:metadata";
    /** Four bytes, and the hash by which the protocol names them. */
    private static final String PICTURE = "AQIDBA==";
    private static final String HASH = "12dada1fff4d4787ade3333147202c3b443e376f";

    private final MepScene scene = new MepScene(openfire);

    @BeforeEach
    void roomsHaveVCards() {
        assumeThat(openfire.control().majorVersion()).as("rooms have vCards since Openfire 5.0")
            .isGreaterThanOrEqualTo(5);
    }

    @AfterEach
    void resetSettings() {
        scene.resetSettings();
    }

    private void setPhoto(final String room) {
        succeed(scene.owner(), "set", room, "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/gif</TYPE><BINVAL>" + PICTURE
            + "</BINVAL></PHOTO></vCard>");
    }

    @Test
    void m6_roomTellsOfItsAvatar() {
        scene.set("avatars", "true");
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", METADATA);

        setPhoto(room);

        final Stanza event = awaitEvent(bob, room, METADATA);
        assertThat(event.descendants(METADATA, "info")).singleElement().satisfies(info -> {
            assertThat(info.getAttribute("id")).isEqualTo(HASH);
            assertThat(info.getAttribute("bytes")).isEqualTo("4");
            assertThat(info.getAttribute("type")).isEqualTo("image/gif");
        });
    }

    @Test
    void m6_roomIsSilentAboutItUnlessTheAdministratorWantsIt() {
        final String silent = scene.room();
        final TestClient bob = scene.enter(silent, "Bob", METADATA);
        setPhoto(silent);

        // The positive control: the same in another room, once it is wanted.
        scene.set("avatars", "true");
        final String speaking = scene.room();
        scene.join(bob, speaking, "Bob", MepScene.interest(bob, METADATA));
        setPhoto(speaking);
        awaitEvent(bob, speaking, METADATA);

        bob.sync();
        bob.assertNone(eventOf(silent, METADATA));
    }
}
