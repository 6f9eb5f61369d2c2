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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverInfoBuilder;

/**
 * What a client is able to do: as it announces it in its presence, and as it answers questions.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html">XEP-0115</a>
 */
final class Capabilities extends AbstractIqRequestHandler {

    private static final String NODE = "https://mucpulse.example/client";

    private final SortedSet<String> features;

    Capabilities(final String... features) {
        super(DiscoverInfo.ELEMENT, DiscoverInfo.NAMESPACE, IQ.Type.get, Mode.sync);
        this.features = new TreeSet<>(List.of(features));
        this.features.add(DiscoverInfo.NAMESPACE);
        this.features.add("http://jabber.org/protocol/caps");
    }

    /** The element {@code <c/>} for a presence. */
    String announcement() {
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='" + NODE + "' ver='" + version() + "'/>";
    }

    /** The answer to a question, for a client that makes its own XML. */
    String query(final String node) {
        return "<query xmlns='" + DiscoverInfo.NAMESPACE + "' node='" + Xml.escape(node) + "'>"
                + "<identity category='client' type='pc' name='Test'/>"
                + features.stream().map(feature -> "<feature var='" + Xml.escape(feature) + "'/>")
                .collect(Collectors.joining()) + "</query>";
    }

    @Override
    public IQ handleIQRequest(final IQ request) {
        final DiscoverInfo question = (DiscoverInfo) request;
        final DiscoverInfoBuilder answer = DiscoverInfo.builder(question.getStanzaId())
                .ofType(IQ.Type.result)
                .to(request.getFrom())
                .setNode(question.getNode())
                .addIdentity(new DiscoverInfo.Identity("client", "Test", "pc"));
        features.forEach(answer::addFeature);
        return answer.build();
    }

    /** Section 5.1: identities, then features, each followed by a less-than sign, hashed. */
    private String version() {
        final String text = "client/pc//Test<" + features.stream().map(feature -> feature + "<")
                .collect(Collectors.joining());
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
