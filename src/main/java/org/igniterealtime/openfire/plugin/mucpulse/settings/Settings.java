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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.settings.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RaiSettings.Interest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's settings, read from the server's properties. What cannot be understood, or is out of range, counts as
 * not set; that is said once in the log. Safe for use by several threads.
 */
public final class Settings {

    /** What the names of all of the plugin's properties begin with. */
    public static final String PREFIX = "mucpulse.";

    private static final Logger Log = LoggerFactory.getLogger(Settings.class);

    private static final Map<Set<String>, Interest> INTERESTS = Map.of(
        Set.of("affiliated"), Interest.AFFILIATED,
        Set.of("visited"), Interest.VISITED,
        Set.of("affiliated", "visited"), Interest.AFFILIATED_AND_VISITED,
        Set.of("all"), Interest.ALL);

    private final PropertySource properties;
    /** The values that were complained of, by name. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();
    private volatile RaiSettings rai;
    private volatile MepSettings mep;
    private volatile ChattingSettings chatting;

    /**
     * Reads the settings.
     *
     * @param properties where they are kept
     */
    public Settings(@Nonnull final PropertySource properties) {
        this.properties = properties;
        this.rai = readRai();
        this.mep = readMep();
        this.chatting = readChatting();
    }

    /** Reads the settings again. */
    public void refresh() {
        rai = readRai();
        mep = readMep();
        chatting = readChatting();
    }

    /**
     * The settings of Room Activity Indicators at this moment.
     *
     * @return the settings
     */
    @Nonnull
    public RaiSettings rai() {
        return rai;
    }

    private RaiSettings readRai() {
        final RaiSettings defaults = RaiSettings.DEFAULTS;
        return new RaiSettings(
            flag("rai.enabled", defaults.enabled()),
            interest("rai.interest", defaults.interest()),
            number("rai.subscriptions.service", defaults.subscriptionsPerService(), 0, 10_000_000),
            number("rai.subscriptions.user", defaults.subscriptionsPerUser(), 0, 10_000),
            flag("rai.remote", defaults.remoteUsers()),
            flag("rai.anonymous", defaults.anonymousUsers()),
            Duration.ofMillis(number("rai.coalescing", (int) defaults.coalescing().toMillis(), 0, 60_000)),
            Duration.ofDays(number("rai.retention", (int) defaults.retention().toDays(), 1, 3_650)),
            number("rai.stanza-size", defaults.stanzaSize(), 10_000, 10_000_000));
    }

    /**
     * The settings of the MUC Eventing Protocol at this moment.
     *
     * @return the settings
     */
    @Nonnull
    public MepSettings mep() {
        return mep;
    }

    private MepSettings readMep() {
        final MepSettings defaults = MepSettings.DEFAULTS;
        return new MepSettings(
            flag("mep.enabled", defaults.enabled()),
            words("mep.off.services"),
            words("mep.off.rooms"),
            publishersByNode("mep.publishers"),
            publishers("mep.publishers.others", defaults.otherPublishers()),
            number("mep.payload-size", defaults.payloadSize(), 1, 1_000_000),
            number("mep.nodes.occupant", defaults.nodesPerOccupant(), 0, 10_000),
            number("mep.nodes.room", defaults.nodesPerRoom(), 0, 10_000),
            number("mep.items", defaults.itemsPerNode(), 1, 10_000),
            number("mep.publishes", defaults.publishesPerSecond(), 1, 10_000),
            number("mep.publishes.burst", defaults.publishBurst(), 1, 10_000),
            flag("mep.avatars", defaults.avatars()));
    }

    /**
     * The settings of User Chatting at this moment.
     *
     * @return the settings
     */
    @Nonnull
    public ChattingSettings chatting() {
        return chatting;
    }

    private ChattingSettings readChatting() {
        final ChattingSettings defaults = ChattingSettings.DEFAULTS;
        return new ChattingSettings(
            value("chatting.mode").flatMap(text -> switch (text) {
                case "off" -> Optional.of(Mode.OFF);
                case "opt-in" -> Optional.of(Mode.OPT_IN);
                case "opt-out" -> Optional.of(Mode.OPT_OUT);
                default -> refuse("chatting.mode", text, "off, opt-in or opt-out");
            }).orElse(defaults.mode()),
            words("chatting.excluded"),
            Duration.ofSeconds(number("chatting.refresh", (int) defaults.refresh().toSeconds(), 1, 3_600)));
    }

    /** A list, separated by commas or white space. */
    private Set<String> words(final String name) {
        return value(name).map(text -> Set.copyOf(Arrays.asList(text.split("[,\\s]+")))).orElse(Set.of());
    }

    /** A list of {@code node=who}, separated by commas or white space. */
    private Map<String, Publishers> publishersByNode(final String name) {
        final Map<String, Publishers> byNode = new HashMap<>();
        boolean understood = true;
        for (final String word : words(name)) {
            final int equals = word.lastIndexOf('=');
            final Optional<Publishers> publishers =
                equals < 1 ? Optional.empty() : publishers(word.substring(equals + 1));
            if (publishers.isPresent()) {
                byNode.put(word.substring(0, equals), publishers.get());
            } else {
                understood = false;
            }
        }
        if (!understood) {
            value(name).ifPresent(text ->
                refuse(name, text, "a list of node=nobody, owner, admin, moderator or participant"));
        }
        return byNode;
    }

    private Publishers publishers(final String name, final Publishers otherwise) {
        return value(name).flatMap(text ->
            publishers(text).or(() -> refuse(name, text, "nobody, owner, admin, moderator or participant")))
            .orElse(otherwise);
    }

    private static Optional<Publishers> publishers(final String word) {
        return Arrays.stream(Publishers.values()).filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst();
    }

    private Optional<String> value(final String name) {
        return properties.get(PREFIX + name).map(String::trim).filter(text -> !text.isEmpty());
    }

    private boolean flag(final String name, final boolean otherwise) {
        return value(name).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> refuse(name, text, "true or false");
        }).orElse(otherwise);
    }

    private int number(final String name, final int otherwise, final int least, final int most) {
        return value(name).flatMap(text -> {
            try {
                final int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            } catch (final NumberFormatException e) {
                Log.trace("Not a number: {}", text, e);
            }
            return refuse(name, text, "a whole number from " + least + " to " + most);
        }).orElse(otherwise);
    }

    private Interest interest(final String name, final Interest otherwise) {
        return value(name).flatMap(text -> {
            final Set<String> words = Arrays.stream(text.split(",")).map(String::trim).collect(Collectors.toSet());
            return Optional.ofNullable(INTERESTS.get(words))
                .or(() -> refuse(name, text, "'affiliated', 'visited', 'affiliated,visited' or 'all'"));
        }).orElse(otherwise);
    }

    private <T> Optional<T> refuse(final String name, final String value, final String expected) {
        if (!value.equals(complaints.put(name, value))) {
            Log.warn("The value of the property {}{} is not understood and the default is used: it should be {}.",
                PREFIX, name, expected);
        }
        return Optional.empty();
    }
}
