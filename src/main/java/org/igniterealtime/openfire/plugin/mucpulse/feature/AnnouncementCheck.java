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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceDiscovery;
import org.xmpp.packet.JID;

/**
 * Checks whether services or rooms announce a feature, by asking them as a client does. Safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html#info">XEP-0030 §3</a>
 */
public final class AnnouncementCheck implements SelfCheck {

    private final String feature;
    private final String namespace;
    private final ServiceDiscovery discovery;
    private final Supplier<Optional<List<JID>>> addresses;
    private final Finding none;

    /**
     * Creates a check.
     *
     * @param feature the name of the feature of the plugin
     * @param namespace what is to be announced
     * @param discovery asks
     * @param addresses whom to ask, empty where the feature is off
     * @param none what to say where there is nobody to ask
     */
    private AnnouncementCheck(final String feature, final String namespace, final ServiceDiscovery discovery,
                              final Supplier<Optional<List<JID>>> addresses, final Finding none) {
        this.feature = feature;
        this.namespace = namespace;
        this.discovery = discovery;
        this.addresses = addresses;
        this.none = none;
    }

    /**
     * A check of what services announce.
     *
     * @param feature the name of the feature of the plugin
     * @param namespace what is to be announced
     * @param platform asks all group chat services
     * @param announced what the feature wants to be announced at the moment
     * @return the check
     */
    @Nonnull
    public static AnnouncementCheck ofServices(@Nonnull final String feature, @Nonnull final String namespace,
                                               @Nonnull final Platform platform,
                                               @Nonnull final Supplier<Collection<String>> announced) {
        return new AnnouncementCheck(feature, namespace, platform.discovery(), () -> announced.get().contains(namespace)
            ? Optional.of(platform.services().stream().map(service -> new JID(null, service, null, true)).toList())
            : Optional.empty(),
            Finding.unknown(Text.of("selftest.service.none"), Text.of("selftest.service.none.advice")));
    }

    /**
     * A check of what a room announces: a public one that is in memory, for which the feature is on.
     *
     * @param feature the name of the feature of the plugin
     * @param namespace what is to be announced
     * @param platform asks the room
     * @param enabled whether the feature is on at all
     * @param announced whether the feature wants to be announced in a room at the moment
     * @return the check
     */
    @Nonnull
    public static AnnouncementCheck ofRooms(@Nonnull final String feature, @Nonnull final String namespace,
                                            @Nonnull final Platform platform, @Nonnull final Supplier<Boolean> enabled,
                                            @Nonnull final Predicate<JID> announced) {
        return new AnnouncementCheck(feature, namespace, platform.discovery(), () -> enabled.get()
            ? Optional.of(platform.rooms().loaded().stream().filter(room -> room.access().equals(RoomAccess.OPEN))
                .map(RoomView::jid).filter(announced).limit(1).toList())
            : Optional.empty(),
            Finding.unknown(Text.of("selftest.room.none"), Text.of("selftest.room.none.advice")));
    }

    @Override
    @Nonnull
    public Text label() {
        return Text.of("selftest.announced", Text.of("feature." + feature));
    }

    @Override
    @Nonnull
    public CompletionStage<Finding> run() {
        final List<JID> asked = addresses.get().orElse(null);
        if (asked == null) {
            return CompletableFuture.completedFuture(Finding.off());
        }
        CompletionStage<List<Finding>> all = CompletableFuture.completedFuture(List.of());
        for (final JID address : asked) {
            all = all.thenCombine(discovery.features(address).thenApply(found -> judge(address, found)),
                AnnouncementCheck::with);
        }
        return all.thenApply(findings -> findings.stream().filter(one -> one.state() != State.GOOD).findFirst()
            .orElseGet(() -> findings.stream().findFirst().orElse(none)));
    }

    private static List<Finding> with(final List<Finding> some, final Finding one) {
        final List<Finding> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }

    private Finding judge(final JID address, final Optional<Set<String>> found) {
        if (found.isEmpty()) {
            return Finding.bad(Text.of("selftest.announced.silent", address.toString()),
                Text.of("selftest.announced.advice"));
        }
        return found.get().contains(namespace) ? Finding.good(Text.of("selftest.announced.good", namespace))
            : Finding.bad(Text.of("selftest.announced.missing", address.toString(), namespace),
                Text.of("selftest.announced.advice"));
    }
}
