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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.io.StringReader;
import javax.annotation.Nonnull;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** Makes stanzas of their XML, as the server's parser does. */
public final class Stanzas {

    private Stanzas() {
    }

    private static Element parse(final String xml) {
        try {
            return new SAXReader().read(new StringReader(xml)).getRootElement();
        } catch (final DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /**
     * A message.
     *
     * @param xml the whole stanza
     * @return the stanza, with addresses left as they are
     */
    @Nonnull
    public static Message message(@Nonnull final String xml) {
        return new Message(parse(xml), true);
    }

    /**
     * A presence stanza.
     *
     * @param xml the whole stanza
     * @return the stanza, with addresses left as they are
     */
    @Nonnull
    public static Presence presence(@Nonnull final String xml) {
        return new Presence(parse(xml), true);
    }

    /**
     * A query or its result.
     *
     * @param xml the whole stanza
     * @return the stanza, with addresses left as they are
     */
    @Nonnull
    public static IQ iq(@Nonnull final String xml) {
        return new IQ(parse(xml), true);
    }

    /**
     * A groupchat message.
     *
     * @param content the elements in it
     * @return the stanza, without addresses
     */
    @Nonnull
    public static Message groupchat(@Nonnull final String content) {
        return message("<message xmlns='jabber:client' type='groupchat'>" + content + "</message>");
    }
}
