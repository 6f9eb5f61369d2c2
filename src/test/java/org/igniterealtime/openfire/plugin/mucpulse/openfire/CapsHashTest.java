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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement.Generation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M4: hashes of capabilities, with the examples of XEP-0115 §5 and XEP-0390 §4. */
class CapsHashTest {

    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private static final String EXODUS = "<identity category='client' name='Exodus 0.9.1' type='pc'/>"
        + "<feature var='http://jabber.org/protocol/caps'/>"
        + "<feature var='http://jabber.org/protocol/disco#info'/>"
        + "<feature var='http://jabber.org/protocol/disco#items'/>"
        + "<feature var='http://jabber.org/protocol/muc'/>";
    private static final String EXODUS_HASH = "QgayPKawpkPSDYmwT/WM94uAlu0=";

    private static final String PSI = "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>"
        + "<identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>"
        + "<feature var='http://jabber.org/protocol/caps'/>"
        + "<feature var='http://jabber.org/protocol/disco#info'/>"
        + "<feature var='http://jabber.org/protocol/disco#items'/>"
        + "<feature var='http://jabber.org/protocol/muc'/>"
        + "<x xmlns='jabber:x:data' type='result'>"
        + "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>"
        + "<field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>"
        + "<field var='os'><value>Mac</value></field>"
        + "<field var='os_version'><value>10.5.1</value></field>"
        + "<field var='software'><value>Psi</value></field>"
        + "<field var='software_version'><value>0.11</value></field></x>";
    private static final String PSI_HASH = "q07IKJEyjvHSyhy//CH0CxmKi8w=";

    private static final String BOMBUS = "<identity category='client' name='BombusMod' type='mobile'/>"
        + "<feature var='http://jabber.org/protocol/si'/>"
        + "<feature var='http://jabber.org/protocol/bytestreams'/>"
        + "<feature var='http://jabber.org/protocol/chatstates'/>"
        + "<feature var='http://jabber.org/protocol/disco#info'/>"
        + "<feature var='http://jabber.org/protocol/disco#items'/>"
        + "<feature var='urn:xmpp:ping'/>"
        + "<feature var='jabber:iq:time'/>"
        + "<feature var='jabber:iq:privacy'/>"
        + "<feature var='jabber:iq:version'/>"
        + "<feature var='http://jabber.org/protocol/rosterx'/>"
        + "<feature var='urn:xmpp:time'/>"
        + "<feature var='jabber:x:oob'/>"
        + "<feature var='http://jabber.org/protocol/ibb'/>"
        + "<feature var='http://jabber.org/protocol/si/profile/file-transfer'/>"
        + "<feature var='urn:xmpp:receipts'/>"
        + "<feature var='jabber:iq:roster'/>"
        + "<feature var='jabber:iq:last'/>";

    private static final String TKABBER = "<identity category='client' name='Tkabber' type='pc' xml:lang='en'/>"
        + "<identity category='client' name='Ткаббер' type='pc' xml:lang='ru'/>"
        + features("games:board http://jabber.org/protocol/activity http://jabber.org/protocol/activity+notify "
            + "http://jabber.org/protocol/bytestreams http://jabber.org/protocol/chatstates "
            + "http://jabber.org/protocol/commands http://jabber.org/protocol/disco#info "
            + "http://jabber.org/protocol/disco#items http://jabber.org/protocol/evil "
            + "http://jabber.org/protocol/feature-neg http://jabber.org/protocol/geoloc "
            + "http://jabber.org/protocol/geoloc+notify http://jabber.org/protocol/ibb http://jabber.org/protocol/iqibb "
            + "http://jabber.org/protocol/mood http://jabber.org/protocol/mood+notify "
            + "http://jabber.org/protocol/rosterx http://jabber.org/protocol/si "
            + "http://jabber.org/protocol/si/profile/file-transfer http://jabber.org/protocol/tune "
            + "http://www.facebook.com/xmpp/messages http://www.xmpp.org/extensions/xep-0084.html#ns-metadata+notify "
            + "jabber:iq:avatar jabber:iq:browse jabber:iq:dtcp jabber:iq:filexfer jabber:iq:ibb jabber:iq:inband "
            + "jabber:iq:jidlink jabber:iq:last jabber:iq:oob jabber:iq:privacy jabber:iq:roster jabber:iq:time "
            + "jabber:iq:version jabber:x:data jabber:x:event jabber:x:oob urn:xmpp:avatar:metadata+notify "
            + "urn:xmpp:ping urn:xmpp:receipts urn:xmpp:time")
        + "<x xmlns='jabber:x:data' type='result'>"
        + "<field type='hidden' var='FORM_TYPE'><value>urn:xmpp:dataforms:softwareinfo</value></field>"
        + "<field var='software'><value>Tkabber</value></field>"
        + "<field var='software_version'><value>0.11.1-svn-20111216-mod (Tcl/Tk 8.6b2)</value></field>"
        + "<field var='os'><value>Windows</value></field>"
        + "<field var='os_version'><value>XP</value></field></x>";

    /** The hash of an ordinary client that has chat states, among other features. */
    private static final String WITH_CHAT_STATES = hash("SHA-1", "client/pc//<http://jabber.org/protocol/caps<"
        + CHAT_STATES + "<http://jabber.org/protocol/disco#info<urn:xmpp:ping<");
    private static final String PC = "<identity category='client' type='pc'/>";

    private static String features(final String names) {
        final StringBuilder features = new StringBuilder();
        for (final String name : names.split(" ")) {
            features.append("<feature var='").append(name).append("'/>");
        }
        return features.toString();
    }

    private static Element query(final String content) {
        return Stanzas.iq("<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info'>" + content
            + "</query></iq>").getChildElement();
    }

    private static boolean matches(final CapsAnnouncement announcement, final Element query) {
        return CapsHash.matches(announcement, query,
            feature -> feature.equals(CHAT_STATES) || feature.endsWith("+notify"));
    }

    private static boolean caps(final String algorithm, final String hash, final String content) {
        return matches(new CapsAnnouncement(Generation.CAPS, algorithm, hash, "n#" + hash), query(content));
    }

    private static boolean caps2(final String algorithm, final String hash, final String content) {
        return matches(new CapsAnnouncement(Generation.CAPS2, algorithm, hash, "n"), query(content));
    }

    private static String hash(final String algorithm, final String input) {
        try {
            return Base64.getEncoder().encodeToString(
                MessageDigest.getInstance(algorithm).digest(input.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // XEP-0115

    @Test
    void xep0115_simpleExampleMatches() {
        assertThat(caps("sha-1", EXODUS_HASH, EXODUS)).isTrue();
    }

    @Test
    void xep0115_complexExampleMatches() {
        assertThat(caps("sha-1", PSI_HASH, PSI)).isTrue();
    }

    @Test
    void xep0115_orderDoesNotMatter() {
        assertThat(caps("sha-1", EXODUS_HASH, "<feature var='http://jabber.org/protocol/muc'/>"
            + "<feature var='http://jabber.org/protocol/disco#items'/>"
            + "<identity type='pc' name='Exodus 0.9.1' category='client'/>"
            + "<feature var='http://jabber.org/protocol/caps'/>"
            + "<feature var='http://jabber.org/protocol/disco#info'/>")).isTrue();
    }

    @Test
    void xep0115_otherAnswersDoNotMatch() {
        assertThat(caps("sha-1", EXODUS_HASH, PSI)).isFalse();
        assertThat(caps("sha-1", EXODUS_HASH, "")).isFalse();
        assertThat(caps("sha-1", EXODUS_HASH, EXODUS + "<feature var='x+notify'/>")).isFalse();
        assertThat(caps("sha-1", EXODUS_HASH.toLowerCase(Locale.ROOT), EXODUS)).isFalse();
        assertThat(caps("sha-256", EXODUS_HASH, EXODUS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sha-1, SHA-1", "sha-256, SHA-256", "sha-512, SHA-512"})
    void xep0115_algorithmIsTheAnnouncedOne(final String name, final String algorithm) {
        final String hash = hash(algorithm, "client/pc//Exodus 0.9.1<http://jabber.org/protocol/caps<"
            + "http://jabber.org/protocol/disco#info<http://jabber.org/protocol/disco#items<"
            + "http://jabber.org/protocol/muc<");

        assertThat(caps(name, hash, EXODUS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "SHA-1", "sha1", "", "MD2", "none"})
    void xep0115_unknownAlgorithmIsNotBelieved(final String algorithm) {
        assertThat(Generation.CAPS.digest(algorithm)).isEmpty();
        assertThat(caps(algorithm, EXODUS_HASH, EXODUS)).isFalse();
    }

    @Test
    void xep0115_formsWithoutTypeAreIgnored() {
        assertThat(caps("sha-1", EXODUS_HASH, EXODUS + "<x xmlns='jabber:x:data' type='result'><field var='os'><value>x"
            + "</value></field></x>")).isTrue();
        assertThat(caps("sha-1", EXODUS_HASH, EXODUS + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE'>"
            + "<value>t</value></field><field var='os'><value>x</value></field></x>")).isTrue();
    }

    @Test
    void xep0115_sortsByOctets() {
        final String astral = "\ud83d\ude00";
        final String hash = hash("SHA-1", "client/pc//<\uffee<" + astral + "<");

        assertThat(caps("sha-1", hash, "<identity category='client' type='pc'/><feature var='" + astral
            + "'/><feature var='\uffee'/>")).isTrue();
    }

    private static String form(final String type) {
        return "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>" + type
            + "</value></field></x>";
    }

    @Test
    void xep0115_illFormedAnswersAreRefused() {
        final String identity = "<identity category='client' type='pc'/>";
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<"), identity + "<feature var='a'/>")).isTrue();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<client/pc//<a<"), identity + identity
            + "<feature var='a'/>")).as("the same identity twice").isFalse();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<a<"), identity + "<feature var='a'/><feature var='a'/>"))
            .as("the same feature twice").isFalse();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<t<t<"), identity + "<feature var='a'/>" + form("t")
            + form("t"))).as("two forms of a type").isFalse();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<t<u<"), identity + "<feature var='a'/>" + form("t")
            + form("u"))).as("two forms").isTrue();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<t<"), identity + "<feature var='a'/>"
            + form("t</value><value>u"))).as("a form of two types").isFalse();
    }

    @Test
    void xep0115_answersMadeToCollideAreRefused() {
        final String honest = hash("SHA-1", "client/pc//<a<x+notify<y+notify<");
        final String identity = "<identity category='client' type='pc'/>";
        assertThat(caps("sha-1", honest, identity
            + "<feature var='a'/><feature var='x+notify'/><feature var='y+notify'/>")).isTrue();

        assertThat(caps("sha-1", honest, identity + "<feature var='a&lt;x+notify&lt;y+notify'/>"))
            .as("one feature for three").isFalse();
        assertThat(caps("sha-1", honest, "<identity category='client' type='pc' name='&lt;a'/>"
            + "<feature var='x+notify'/><feature var='y+notify'/>")).as("a feature in a name").isFalse();
        assertThat(caps("sha-1", honest, identity + "<feature var='a'/>" + "<x xmlns='jabber:x:data' type='result'>"
            + "<field var='FORM_TYPE' type='hidden'><value>x+notify</value></field><field var='y+notify'/></x>"))
            .as("features in a form").isFalse();
    }

    @Test
    void xep0115_featureThatMattersIsNotHiddenInAnIdentity() {
        assertThat(caps("sha-1", WITH_CHAT_STATES, PC + features("http://jabber.org/protocol/caps " + CHAT_STATES
            + " http://jabber.org/protocol/disco#info urn:xmpp:ping"))).as("what the client says").isTrue();

        assertThat(caps("sha-1", WITH_CHAT_STATES, PC
            + "<identity category='http:' type='' lang='jabber.org' name='protocol/caps'/>"
            + "<identity category='http:' type='' lang='jabber.org' name='protocol/chatstates'/>"
            + features("http://jabber.org/protocol/disco#info urn:xmpp:ping"))).isFalse();
    }

    @Test
    void xep0115_featureThatMattersIsNotHiddenInAForm() {
        assertThat(caps("sha-1", WITH_CHAT_STATES, PC + features("http://jabber.org/protocol/caps")
            + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>" + CHAT_STATES
            + "</value></field><field var='http://jabber.org/protocol/disco#info'/><field var='urn:xmpp:ping'/></x>"))
            .as("as its type").isFalse();
        assertThat(caps("sha-1", WITH_CHAT_STATES, PC + "<x xmlns='jabber:x:data' type='result'>"
            + "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/caps</value></field>"
            + "<field var='" + CHAT_STATES + "'/><field var='http://jabber.org/protocol/disco#info'>"
            + "<value>urn:xmpp:ping</value></field></x>")).as("as a field").isFalse();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<a<b<" + CHAT_STATES + "<"), PC
            + "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>a</value></field>"
            + "<field var='b'><value>" + CHAT_STATES + "</value></field></x>")).as("as a value").isFalse();
    }

    @Test
    void xep0115_featuresOfOtherNamespacesAreNotCovered() {
        assertThat(caps("sha-1", WITH_CHAT_STATES, PC + features("http://jabber.org/protocol/caps "
            + "http://jabber.org/protocol/disco#info urn:xmpp:ping")
            + "<feature xmlns='urn:example' var='" + CHAT_STATES + "'/>")).isFalse();
        assertThat(caps("sha-1", EXODUS_HASH, EXODUS + "<feature xmlns='urn:example' var='x'/>"
            + "<identity xmlns='urn:example' category='x' type='y'/>")).as("and change nothing").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', pc, ''", "client, '', ''", "a/b, pc, ''", "client, a/b, ''", "client, pc, a/b"})
    void xep0115_identityWhosePartsAreNotCertainIsRefused(final String category, final String type, final String lang) {
        final String identity = "<identity category='" + category + "' type='" + type + "' xml:lang='" + lang
            + "' name='n'/>";

        assertThat(caps("sha-1", hash("SHA-1", category + '/' + type + '/' + lang + "/n<"), identity)).isFalse();
    }

    @Test
    void xep0115_nameMayHoldSlashesAndFormsWhatIsAFeatureToo() {
        assertThat(caps("sha-1", hash("SHA-1", "client/pc/en/Exodus/0.9 (http://x/)<a<"),
            "<identity category='client' type='pc' xml:lang='en' name='Exodus/0.9 (http://x/)'/><feature var='a'/>"))
            .isTrue();
        assertThat(caps("sha-1", hash("SHA-1", "client/pc//<" + CHAT_STATES + '<' + CHAT_STATES + "<empty<"), PC
            + features(CHAT_STATES) + form(CHAT_STATES).replace("</x>", "<field var='empty'/></x>"))).isTrue();
    }

    // XEP-0390

    @ParameterizedTest
    @CsvSource({"sha-256, kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=",
        "sha3-256, 79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q="})
    void xep0390_simpleExampleMatches(final String algorithm, final String hash) {
        assertThat(caps2(algorithm, hash, BOMBUS)).isTrue();
        assertThat(caps2(algorithm, hash, BOMBUS + "<feature var='x+notify'/>")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sha-256, u79ZroNJbdSWhdSp311mddz44oHHPsEBntQ5b1jqBSY=",
        "sha3-256, XpUJzLAc93258sMECZ3FJpebkzuyNXDzRNwQog8eycg="})
    void xep0390_complexExampleMatches(final String algorithm, final String hash) {
        assertThat(caps2(algorithm, hash, TKABBER)).isTrue();
        assertThat(caps2(algorithm, hash, BOMBUS)).isFalse();
    }

    @Test
    void xep0390_languageIsThatOfTheStanzaWhereTheIdentityHasNone() {
        final String hash = hash("SHA-256", "a\u001f\u001cclient\u001fpc\u001fen\u001f\u001f\u001e\u001c\u001c");
        final CapsAnnouncement announcement = new CapsAnnouncement(Generation.CAPS2, "sha-256", hash, "n");
        final String content = "<identity category='client' type='pc'/><feature var='a'/>";

        assertThat(matches(announcement, query(content))).isFalse();
        assertThat(matches(announcement, Stanzas.iq("<iq type='result' xml:lang='en'><query "
            + "xmlns='http://jabber.org/protocol/disco#info'>" + content + "</query></iq>").getChildElement())).isTrue();
        assertThat(matches(announcement, Stanzas.iq("<iq type='result' xml:lang='de'><query xml:lang='en' "
            + "xmlns='http://jabber.org/protocol/disco#info'>" + content + "</query></iq>").getChildElement())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-1", "md5", "SHA-256"})
    void xep0390_weakOrUnknownAlgorithmIsNotBelieved(final String algorithm) {
        assertThat(Generation.CAPS2.digest(algorithm)).isEmpty();
        assertThat(caps2(algorithm, hash("SHA-1", "a\u001f\u001c\u001c\u001c"), "<feature var='a'/>")).isFalse();
    }

    @Test
    void xep0390_answersThatTheHashDoesNotCoverAreRefused() {
        final String hash = hash("SHA-256", "a\u001f\u001c\u001c\u001c");
        assertThat(caps2("sha-256", hash, "<feature var='a'/>")).isTrue();

        assertThat(caps2("sha-256", hash, "<feature var='a'/><other/>")).isFalse();
        assertThat(caps2("sha-256", hash, "<feature var='a'/><other xmlns='urn:example'/>")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<field var='os'/>",
        "<field var='FORM_TYPE'><value>t</value></field>",
        "<field var='FORM_TYPE' type='hidden'/>",
        "<field var='FORM_TYPE' type='hidden'><value>t</value><value>u</value></field>",
        "<field var='FORM_TYPE' type='hidden'><value>t</value></field><reported/>",
        "<field var='FORM_TYPE' type='hidden'><value>t</value></field><item/>"})
    void xep0390_illFormedFormsAreRefused(final String content) {
        final Element query = query("<feature var='a'/><x xmlns='jabber:x:data' type='result'>" + content + "</x>");
        final StringBuilder fields = new StringBuilder();
        query.element("x").elements("field").forEach(field -> {
            fields.append(field.attributeValue("var")).append('\u001f');
            field.elements("value").forEach(value -> fields.append(value.getText()).append('\u001f'));
            fields.append('\u001e');
        });
        final String hash = hash("SHA-256", "a\u001f\u001c\u001c" + fields + "\u001d\u001c");

        assertThat(matches(new CapsAnnouncement(Generation.CAPS2, "sha-256", hash, "n"), query)).isFalse();
    }
}
