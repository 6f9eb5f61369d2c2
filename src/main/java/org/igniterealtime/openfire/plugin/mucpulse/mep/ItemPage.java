/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.xmpp.packet.PacketError;

/**
 * The items of a node that a request asks for: all, those with some ids, the newest few, or a page. Immutable.
 *
 * @param items the items, oldest first
 * @param result what is said of the page; {@code null} where no page was asked for
 * @see <a href="https://xmpp.org/extensions/xep-0059.html">XEP-0059: Result Set Management</a>
 */
record ItemPage(@Nonnull List<Item> items, @Nullable Element result) {

    @Nonnull
    static ItemPage of(@Nonnull final List<Item> all, @Nonnull final PubsubRequest.RetrieveItems request)
        throws MepException {
        if (!request.ids().isEmpty()) {
            return new ItemPage(all.stream().filter(item -> request.ids().contains(item.id())).toList(), null);
        }
        if (request.maxItems() != null && request.page().isEmpty()) {
            return new ItemPage(all.subList(Math.max(0, all.size() - request.maxItems()), all.size()), null);
        }
        return request.page().isPresent() ? page(all, request.page().get()) : new ItemPage(all, null);
    }

    @Nonnull
    Optional<Element> describe() {
        return Optional.ofNullable(result);
    }

    private static ItemPage page(final List<Item> all, final Element request) throws MepException {
        final String after = text(request, "after");
        final String before = text(request, "before");
        final String index = text(request, "index");
        final int max = number(request, "max", all.size());
        int from = 0;
        int to = all.size();
        if (index != null) {
            from = Math.min(number(request, "index", 0), all.size());
        } else if (after != null && !after.isEmpty()) {
            from = position(all, after) + 1;
        }
        if (before != null && index == null && after == null) {
            to = before.isEmpty() ? all.size() : position(all, before);
            from = Math.max(0, to - max);
        } else {
            to = Math.min(to, from + Math.min(max, all.size()));
        }
        final List<Item> items = all.subList(from, to);
        final Element set = DocumentHelper.createElement(Pubsub.RESULT_SET);
        if (!items.isEmpty()) {
            set.addElement("first").addAttribute("index", Integer.toString(from)).setText(items.get(0).id());
            set.addElement("last").setText(items.get(items.size() - 1).id());
        }
        set.addElement("count").setText(Integer.toString(all.size()));
        return new ItemPage(items, set);
    }

    @Nullable
    private static String text(final Element request, final String name) {
        final Element element = request.element(name);
        return element == null ? null : element.getText();
    }

    private static int number(final Element request, final String name, final int otherwise) throws MepException {
        final String text = text(request, name);
        if (text == null) {
            return otherwise;
        }
        try {
            final int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, like a number that makes no sense.
        }
        throw MepException.of(PacketError.Condition.bad_request, PacketError.Type.modify);
    }

    private static int position(final List<Item> all, final String id) throws MepException {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        throw MepException.itemNotFound();
    }
}
