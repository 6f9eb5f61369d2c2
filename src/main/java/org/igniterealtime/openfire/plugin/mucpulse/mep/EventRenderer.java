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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.xmpp.forms.DataForm;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Builds the messages of events: the one place where that is done. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2, §3</a>
 */
final class EventRenderer {

    private EventRenderer() {
    }

    /**
     * The message of an event, the same for all recipients, without a recipient. The payload is left out where it would
     * make the message too long.
     *
     * @param service the address of the room or the occupant
     * @param event what happened
     * @param stanzaSize the greatest length of the message, in bytes
     */
    @Nonnull
    static Message render(@Nonnull final JID service, @Nonnull final NodeEvent event, final int stanzaSize) {
        final Message message = new Message();
        message.setType(Message.Type.headline);
        message.setID(id(service, event).value());
        message.setFrom(service);
        final Element root = message.getElement().addElement(Pubsub.EVENT_ELEMENT);
        final Node node = event.node();
        if (event instanceof NodeEvent.Published published) {
            items(root, node).add(item(published.item(), Pubsub.EVENT, node.configuration().deliverPayloads()
                && StanzaSize.event(service, node.id(), published.item()) <= stanzaSize));
        } else if (event instanceof NodeEvent.Happened) {
            items(root, node);
        } else if (event instanceof NodeEvent.Retracted retracted) {
            items(root, node).addElement("retract").addAttribute("id", retracted.itemId());
        } else if (event instanceof NodeEvent.Purged) {
            root.addElement("purge").addAttribute("node", node.id());
        } else if (event instanceof NodeEvent.Deleted) {
            root.addElement("delete").addAttribute("node", node.id());
        } else if (event instanceof NodeEvent.Configured) {
            final Element configuration = root.addElement("configuration").addAttribute("node", node.id());
            if (node.configuration().deliverPayloads()) {
                configuration.add(ConfigurationForm.form(node.configuration(), DataForm.Type.result));
            }
        }
        return message;
    }

    /** The event of an item has the same id at each delivery, by whichever run of the server. */
    private static StanzaId id(final JID service, final NodeEvent event) {
        if (event instanceof NodeEvent.Published published) {
            final Item item = published.item();
            return StanzaId.of(service.toBareJID(), event.node().id(), item.id(),
                Long.toString(item.published().toEpochMilli()), Long.toString(item.order()));
        }
        return StanzaId.random();
    }

    /** The last item of a node, for somebody who has just become interested. */
    @Nonnull
    static Message renderLast(@Nonnull final JID service, @Nonnull final Node node, @Nonnull final Item item,
                              final int stanzaSize) {
        final Message message = render(service, new NodeEvent.Published(node, item), stanzaSize);
        message.getElement().addElement(Pubsub.DELAY)
            .addAttribute("from", service.toString())
            .addAttribute("stamp", stamp(item.published()));
        return message;
    }

    @Nonnull
    static Element item(@Nonnull final Item item, @Nonnull final String namespace, final boolean withPayload) {
        final Element element = DocumentHelper.createElement(QName.get("item", namespace));
        element.addAttribute("id", item.id());
        if (withPayload && item.payload() != null) {
            item.payload().toElement().ifPresent(element::add);
        }
        return element;
    }

    private static Element items(final Element root, final Node node) {
        return root.addElement("items").addAttribute("node", node.id());
    }

    /** A moment in the format of XEP-0082. */
    @Nonnull
    static String stamp(@Nonnull final Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
