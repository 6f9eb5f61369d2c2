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

import javax.annotation.Nonnull;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;

/**
 * What is passed on of a request that is too large: of the publication of an item, the node and that the item was too
 * large, so that it is refused for this once it is known that the sender may publish; of all else, the name alone. The
 * server that is home may have a former version, which does not know the mark: there are two items as well, more than
 * can be published at once, so that it does not take it for a publication without an item.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#publisher-publish-error">XEP-0060 §7.1.3</a>
 */
final class Oversized {

    private static final QName MARK = QName.get("too-large", "urn:x-mucpulse:request");

    private Oversized() {
    }

    /**
     * What is passed on.
     *
     * @param pubsub the content of a request, of any size
     * @return content that is small, and none of whose parts are those of the request
     */
    @Nonnull
    static Element of(@Nonnull final Element pubsub) {
        final Element passedOn = DocumentHelper.createElement(pubsub.getQName());
        final Element publish = Pubsub.PUBSUB.equals(pubsub.getQName()) ? pubsub.element(Pubsub.PUBLISH) : null;
        final String node = publish == null ? null : publish.attributeValue("node");
        if (node != null && Ids.isValid(node)) {
            final Element marked = passedOn.addElement(Pubsub.PUBLISH).addAttribute("node", node);
            marked.addElement(MARK);
            marked.addElement(Pubsub.ITEM);
            marked.addElement(Pubsub.ITEM);
        }
        return passedOn;
    }

    /** Whether an element stands for the publication of an item that is too large. */
    static boolean isMarked(@Nonnull final Element publish) {
        return publish.element(MARK) != null;
    }

    /** Whether the content of a request is what {@link #of} passes on of a publication. */
    static boolean hasMark(@Nonnull final Element content) {
        final Element publish = content.element(Pubsub.PUBLISH);
        return publish != null && isMarked(publish);
    }
}
