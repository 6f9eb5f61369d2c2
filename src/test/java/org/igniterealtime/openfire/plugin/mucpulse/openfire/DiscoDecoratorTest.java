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

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** R12: what the services say of themselves. */
class DiscoDecoratorTest {

    private static final String BEFORE = "<iq type='result' from='conference.example.org' to='a@example.org/x' id='1'>"
        + "<query xmlns='http://jabber.org/protocol/disco#info'>";
    private static final String MUC = "<identity category='conference' name='Rooms' type='text'/>"
        + "<feature var='http://jabber.org/protocol/muc'/>";
    private static final String AFTER = "</query></iq>";

    private final Collection<String> features = new ArrayList<>(List.of("urn:xmpp:rai:0"));
    private final DiscoDecorator decorator = decorator(new DiscoFeatures() {
    }, new DiscoFeatures() {
        @Override
        public Collection<String> serviceFeatures() {
            return features;
        }
    });

    private static DiscoDecorator decorator(final DiscoFeatures... sources) {
        final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
        Arrays.stream(sources).forEach(hooks.discoFeatures()::add);
        return new DiscoDecorator(hooks.discoFeatures(), hooks.roomDisco());
    }

    private IQ decorated(final String xml) {
        final IQ result = Stanzas.iq(xml);
        decorator.decorate(result);
        return result;
    }

    @Test
    void r12_featureIsAdded() {
        final IQ result = decorated(BEFORE + MUC + AFTER);

        XmlAssert.assertThat(result.getElement().asXML())
            .and(BEFORE + MUC + "<feature var='urn:xmpp:rai:0'/>" + AFTER).areIdentical();
    }

    @Test
    void r12_featureIsAddedOnce() {
        final IQ result = decorated(BEFORE + MUC + AFTER);

        decorator.decorate(result);

        XmlAssert.assertThat(result.getElement().asXML())
            .and(BEFORE + MUC + "<feature var='urn:xmpp:rai:0'/>" + AFTER).areIdentical();
    }

    @Test
    void r12_featureThatIsOffIsNotAdded() {
        features.clear();

        final IQ result = decorated(BEFORE + MUC + AFTER);

        XmlAssert.assertThat(result.getElement().asXML()).and(BEFORE + MUC + AFTER).areIdentical();
    }

    @Test
    void c8_roomHasFeaturesOfItsOwn() {
        final String ofRoom = BEFORE.replace("'conference.", "'coven@conference.");
        final IQ result = Stanzas.iq(ofRoom + MUC + AFTER);
        final DiscoDecorator rooms = decorator(new DiscoFeatures() {
            @Override
            public Collection<String> serviceFeatures() {
                return List.of("urn:example:service");
            }

            @Override
            public Collection<String> roomFeatures(final JID room) {
                return List.of("urn:example:of:" + room);
            }
        });

        rooms.decorateRoom(result);
        rooms.decorateRoom(result);

        XmlAssert.assertThat(result.getElement().asXML()).and(ofRoom + MUC
            + "<feature var='urn:example:of:coven@conference.example.org'/>" + AFTER).areIdentical();
    }

    @Test
    void c8_whatARoomSaysOfAnythingElseIsLeftAlone() {
        final DiscoDecorator rooms = decorator(new DiscoFeatures() {
            @Override
            public Collection<String> roomFeatures(final JID room) {
                return List.of("urn:example:room");
            }
        });
        for (final String xml : List.of(
            "<iq type='result' id='1'><query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/></iq>",
            "<iq type='result' id='1'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
            "<iq type='result' id='1'/>")) {
            final IQ result = Stanzas.iq(xml);
            rooms.decorateRoom(result);
            assertThat(result.toXML()).doesNotContain("urn:example:room");
        }
    }

    @Test
    void r12_answersAboutNodesAndOthersAreLeftAlone() {
        for (final String xml : List.of(
            "<iq type='result' id='1'><query xmlns='http://jabber.org/protocol/disco#info' node='x'/></iq>",
            "<iq type='result' id='1'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
            "<iq type='result' id='1'/>")) {
            assertThat(decorated(xml).getElement().asXML()).doesNotContain("urn:xmpp:rai:0");
        }
    }
}
