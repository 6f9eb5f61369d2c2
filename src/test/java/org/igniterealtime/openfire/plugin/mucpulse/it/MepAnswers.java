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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;

/**
 * What a client answers to who asks what it is capable of, be it true, false or nothing; and the hashes over answers. For
 * all that {@link TestClient#caps} is too honest for.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html">XEP-0115</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html">XEP-0390</a>
 */
final class MepAnswers extends AbstractIqRequestHandler {

    private final TestClient client;
    private final UnaryOperator<String> answer;
    private final List<String> questions = new ArrayList<>();

    private MepAnswers(final TestClient client, final UnaryOperator<String> answer) {
        super(DiscoverInfo.ELEMENT, DiscoverInfo.NAMESPACE, IQ.Type.get, Mode.sync);
        this.client = client;
        this.answer = answer;
    }

    /** From now on a client answers with these features, whatever it announced. */
    static MepAnswers with(final TestClient client, final String... features) {
        final String content = "<identity category='client' type='pc' name='Test'/>"
            + sorted(features).map(feature -> "<feature var='" + Xml.escape(feature) + "'/>")
                .collect(Collectors.joining());
        return use(new MepAnswers(client, node -> content));
    }

    /** From now on a client never answers. */
    static MepAnswers none(final TestClient client) {
        return use(new MepAnswers(client, node -> null));
    }

    private static MepAnswers use(final MepAnswers answers) {
        answers.client.connection().registerIQRequestHandler(answers);
        return answers;
    }

    /** The nodes that were asked about so far. */
    List<String> questions() {
        synchronized (questions) {
            return List.copyOf(questions);
        }
    }

    /** XEP-0115, section 5: what announces these features. */
    static String caps(final String... features) {
        return capsOf(hash("SHA-1", "client/pc//Test<"
            + sorted(features).map(feature -> feature + "<").collect(Collectors.joining())));
    }

    /** What announces the features that have a hash. */
    static String capsOf(final String ver) {
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='" + ver
            + "'/>";
    }

    /** XEP-0390, section 4: what announces these features, with a hash that is not known before one that is. */
    static String caps2(final String... features) {
        final String input = sorted(features).map(feature -> feature + "\u001f").collect(Collectors.joining())
            + "\u001cclient\u001fpc\u001f\u001fTest\u001f\u001e\u001c\u001c";
        return "<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2' algo='whirlpool'>AAAA</hash>"
            + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>" + hash("SHA-256", input) + "</hash></c>";
    }

    private static Stream<String> sorted(final String... features) {
        return Stream.concat(Stream.of(DiscoverInfo.NAMESPACE), Stream.of(features)).sorted();
    }

    private static String hash(final String algorithm, final String input) {
        try {
            return Base64.getEncoder().encodeToString(
                MessageDigest.getInstance(algorithm).digest(input.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    @Override
    public IQ handleIQRequest(final IQ request) {
        final String node = String.valueOf(((DiscoverInfo) request).getNode());
        synchronized (questions) {
            questions.add(node);
        }
        final String content = answer.apply(node);
        if (content != null) {
            client.send("<iq type='result' id='" + Xml.escape(request.getStanzaId()) + "' to='"
                + Xml.escape(request.getFrom().toString()) + "'><query xmlns='" + DiscoverInfo.NAMESPACE + "' node='"
                + Xml.escape(node) + "'>" + content + "</query></iq>");
        }
        // Smack has nothing left to answer.
        return null;
    }
}
