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

import java.util.Collection;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;

/**
 * Adds the plugin's features to what a group chat service, or a room, says of itself. The server's own means would
 * announce them for the service and for every room, where they are not true. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html#info">XEP-0030 §3</a>
 */
final class DiscoDecorator {

    private static final QName QUERY = QName.get("query", Namespaces.DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", Namespaces.DISCO_INFO);

    private final HookList<DiscoFeatures> sources;
    private final HookList<RoomDiscoContributor> contributors;

    /**
     * Creates a decorator.
     *
     * @param sources announce features of services and rooms
     * @param contributors complete the results of rooms after that
     */
    DiscoDecorator(@Nonnull final HookList<DiscoFeatures> sources,
                   @Nonnull final HookList<RoomDiscoContributor> contributors) {
        this.sources = sources;
        this.contributors = contributors;
    }

    /**
     * Completes a result of a service if it is one about the service itself; leaves all others alone.
     *
     * @param result an IQ result from a service's bare domain
     */
    void decorate(@Nonnull final IQ result) {
        decorate(result, DiscoFeatures::serviceFeatures);
    }

    /**
     * Completes a result of a room with features if it is one about the room itself, and has it completed by the
     * contributors, whatever it is about.
     *
     * @param result an IQ result from a room's bare JID
     */
    void decorateRoom(@Nonnull final IQ result) {
        decorate(result, source -> source.roomFeatures(result.getFrom()));
        contributors.forEach(contributor -> contributor.decorate(result));
    }

    private void decorate(final IQ result, final Function<DiscoFeatures, Collection<String>> features) {
        final Element query = result.getElement().element(QUERY);
        if (query == null || query.attributeValue("node") != null) {
            return;
        }
        sources.forEach(source -> features.apply(source).forEach(feature -> {
            if (query.elements(FEATURE).stream().noneMatch(known -> feature.equals(known.attributeValue("var")))) {
                query.addElement(FEATURE).addAttribute("var", feature);
            }
        }));
    }
}
