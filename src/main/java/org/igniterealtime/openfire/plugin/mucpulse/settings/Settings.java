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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.settings.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's settings, read from the server's properties, and what differs in single rooms. What cannot be
 * understood, or is out of range, counts as not set, and of lists only the entry; that is said once in the log. Where
 * the rooms that must not be published cannot be read in whole, nothing is published (S7). Safe for use by several
 * threads.
 */
public final class Settings {

    /** What the names of all of the plugin's properties begin with. */
    public static final String PREFIX = "mucpulse.";

    private static final Logger Log = LoggerFactory.getLogger(Settings.class);

    private static final ImmutableMap<String, Publishers> PUBLISHERS = ImmutableMap.of(
        "nobody", Publishers.NOBODY,
        "owner", Publishers.OWNER,
        "admin", Publishers.ADMIN,
        "moderator", Publishers.MODERATOR,
        "participant", Publishers.PARTICIPANT);
    private static final ImmutableMap<String, Policy> POLICIES = ImmutableMap.of(
        "relay", Policy.RELAY,
        "enforce", Policy.ENFORCE,
        "suppress", Policy.SUPPRESS);

    private static final ImmutableList.Builder<Setting<?>> CATALOGUE = ImmutableList.builder();

    private static final Setting<Boolean> RAI_ENABLED = listed(Setting.flag("rai.enabled", true));
    private static final Setting<Interest> RAI_INTEREST = listed(Setting.choice("rai.interest",
        Interest.AFFILIATED_AND_VISITED, ImmutableMap.of(
            "affiliated", Interest.AFFILIATED,
            "visited", Interest.VISITED,
            "affiliated,visited", Interest.AFFILIATED_AND_VISITED,
            "all", Interest.ALL)));
    private static final Setting<Integer> RAI_SUBSCRIPTIONS_SERVICE =
        listed(Setting.number("rai.subscriptions.service", 100_000, 0, 10_000_000, Unit.NONE));
    private static final Setting<Integer> RAI_SUBSCRIPTIONS_USER =
        listed(Setting.number("rai.subscriptions.user", 32, 0, 10_000, Unit.NONE));
    private static final Setting<Integer> RAI_SUBSCRIPTIONS_DOMAIN =
        listed(Setting.number("rai.subscriptions.domain", 1_000, 0, 10_000_000, Unit.NONE));
    private static final Setting<Integer> RAI_SUBSCRIPTIONS_REMOTE =
        listed(Setting.number("rai.subscriptions.remote", 25, 0, 100, Unit.NONE));
    private static final Setting<Boolean> RAI_REMOTE = listed(Setting.flag("rai.remote", true));
    private static final Setting<Boolean> RAI_ANONYMOUS = listed(Setting.flag("rai.anonymous", false));
    private static final Setting<Integer> RAI_COALESCING =
        listed(Setting.number("rai.coalescing", 100, 0, 60_000, Unit.MILLISECONDS));
    private static final Setting<Integer> RAI_RETENTION =
        listed(Setting.number("rai.retention", 180, 1, 3_650, Unit.DAYS));
    private static final Setting<Integer> RAI_STANZA_SIZE =
        listed(Setting.number("rai.stanza-size", 65_536, 10_000, 10_000_000, Unit.BYTES));

    private static final Setting<Boolean> MEP_ENABLED = listed(Setting.flag("mep.enabled", true));
    private static final Setting<Set<String>> MEP_OFF_SERVICES = listed(Setting.services("mep.off.services"));
    private static final Setting<Map<String, Publishers>> MEP_PUBLISHERS =
        listed(Setting.choicesByNode("mep.publishers", PUBLISHERS, Publishers.NOBODY));
    private static final Setting<Publishers> MEP_PUBLISHERS_OTHERS =
        listed(Setting.choice("mep.publishers.others", Publishers.ADMIN, PUBLISHERS));
    private static final Setting<Integer> MEP_PAYLOAD_SIZE =
        listed(Setting.number("mep.payload-size", 65_536, 1, 1_000_000, Unit.BYTES));
    private static final Setting<Integer> MEP_NODES_OCCUPANT =
        listed(Setting.number("mep.nodes.occupant", 20, 0, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_NODES_ROOM =
        listed(Setting.number("mep.nodes.room", 100, 0, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_ITEMS =
        listed(Setting.number("mep.items", 250, 1, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_PUBLISHES =
        listed(Setting.number("mep.publishes", 10, 1, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_PUBLISHES_BURST =
        listed(Setting.number("mep.publishes.burst", 40, 1, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_BYTES_USER = listed(Setting.number("mep.bytes.user",
        MepLimits.DEFAULTS.bytesPerUser(), 0, 1_000_000_000, Unit.BYTES));
    private static final Setting<Integer> MEP_BYTES_ROOM = listed(Setting.number("mep.bytes.room",
        MepLimits.DEFAULTS.bytesPerRoom(), 0, 1_000_000_000, Unit.BYTES));
    private static final Setting<Integer> MEP_HEAP =
        listed(Setting.number("mep.heap", MepLimits.DEFAULTS.heapPercent(), 1, 50, Unit.PERCENT));
    private static final Setting<Integer> MEP_STANZA_SIZE = listed(Setting.number("mep.stanza-size",
        MepLimits.DEFAULTS.stanzaSize(), 10_000, 10_000_000, Unit.BYTES));
    private static final Setting<Integer> MEP_READS =
        listed(Setting.number("mep.reads", MepLimits.DEFAULTS.readsPerSecond(), 1, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_READS_BURST =
        listed(Setting.number("mep.reads.burst", MepLimits.DEFAULTS.readBurst(), 1, 10_000, Unit.NONE));
    private static final Setting<Integer> MEP_READ_BYTES = listed(Setting.number("mep.read-bytes",
        MepLimits.DEFAULTS.readBytesPerSecond(), 1_000, 1_000_000_000, Unit.BYTES));
    private static final Setting<Integer> MEP_READ_BYTES_BURST = listed(Setting.number("mep.read-bytes.burst",
        MepLimits.DEFAULTS.readBytesBurst(), 1_000, 1_000_000_000, Unit.BYTES));
    private static final Setting<Boolean> MEP_AVATARS = listed(Setting.flag("mep.avatars", false));

    private static final Setting<Policy> CHATSTATE_POLICY =
        listed(Setting.choice("chatstate.policy", Policy.ENFORCE, POLICIES));
    private static final Setting<Map<String, Policy>> CHATSTATE_POLICY_SERVICES =
        listed(Setting.choicesByService("chatstate.policy.services", POLICIES));
    private static final Setting<Integer> CHATSTATE_OCCUPANTS =
        listed(Setting.number("chatstate.occupants", 100, 0, 100_000, Unit.NONE));
    private static final Setting<Integer> CHATSTATE_RATE =
        listed(Setting.number("chatstate.rate", 10, 1, 1_000, Unit.NONE));
    private static final Setting<Integer> CHATSTATE_RATE_WINDOW =
        listed(Setting.number("chatstate.rate.window", 10, 1, 3_600, Unit.SECONDS));
    private static final Setting<Boolean> CHATSTATE_PER_RECIPIENT =
        listed(Setting.flag("chatstate.per-recipient", true));

    private static final Setting<Mode> CHATTING_MODE = listed(Setting.choice("chatting.mode", Mode.OPT_IN,
        ImmutableMap.of(
            "off", Mode.OFF,
            "opt-in", Mode.OPT_IN,
            "opt-out", Mode.OPT_OUT)));
    private static final Setting<Set<String>> CHATTING_EXCLUDED = listed(Setting.rooms("chatting.excluded"));
    private static final Setting<Integer> CHATTING_REFRESH =
        listed(Setting.number("chatting.refresh", 10, 1, 3_600, Unit.SECONDS));

    private static final List<Setting<?>> ALL = CATALOGUE.build();

    private final PropertySource properties;
    private final RoomOverrides rooms;
    /** The values that were complained of, by name. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();
    private volatile RaiSettings rai;
    private volatile MepSettings mep;
    private volatile ChatStateSettings chatStates;
    private volatile ChattingSettings chatting;

    /**
     * Reads the settings.
     *
     * @param properties where they are kept
     * @param rooms what differs in single rooms
     */
    public Settings(@Nonnull final PropertySource properties, @Nonnull final RoomOverrides rooms) {
        this.properties = properties;
        this.rooms = rooms;
        this.rai = readRai();
        this.mep = readMep();
        this.chatStates = readChatStates();
        this.chatting = readChatting();
    }

    private static <T> Setting<T> listed(final Setting<T> setting) {
        CATALOGUE.add(setting);
        return setting;
    }

    /**
     * Every setting that there is.
     *
     * @return the settings, grouped by feature
     */
    @Nonnull
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Reads the settings again. */
    public synchronized void refresh() {
        rai = readRai();
        mep = readMep();
        chatStates = readChatStates();
        chatting = readChatting();
    }

    /**
     * The value of a setting as the server's properties have it now.
     *
     * @param setting the setting
     * @param <T> the type of its value
     * @return the value, or the default where it is not set or not understood
     */
    @Nonnull
    public <T> T value(@Nonnull final Setting<T> setting) {
        final Optional<String> text = text(setting);
        if (text.isEmpty()) {
            return setting.defaultValue();
        }
        final Parsed<T> parsed = setting.read(text.get());
        if (!parsed.wrong().isEmpty() && !text.get().equals(complaints.put(setting.name(), text.get()))) {
            Log.warn("What the property {} says is not understood: {}. It should be {}.", setting,
                Excerpts.of(String.join(ListSyntax.SEPARATOR, parsed.wrong())), setting.expected());
        }
        return parsed.value().orElse(setting.defaultValue());
    }

    /**
     * What the server's properties have for a setting, as it is written there.
     *
     * @param setting the setting
     * @return the text, empty where it is not set
     */
    @Nonnull
    public Optional<String> text(@Nonnull final Setting<?> setting) {
        final Optional<String> text = setting.isList() ? PropertyParts.read(properties, setting.property())
            : properties.get(setting.property());
        return text.map(String::trim).filter(one -> !one.isEmpty());
    }

    /**
     * What is not understood of what the server's properties have for a setting.
     *
     * @param setting the setting
     * @return the entries of a list, or all of the text; none where all of it is understood, or it is not set
     */
    @Nonnull
    public List<String> misunderstood(@Nonnull final Setting<?> setting) {
        return text(setting).map(setting::wrong).orElse(List.of());
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
        return new RaiSettings(value(RAI_ENABLED), value(RAI_INTEREST), value(RAI_SUBSCRIPTIONS_SERVICE),
            value(RAI_SUBSCRIPTIONS_USER), value(RAI_SUBSCRIPTIONS_DOMAIN),
            value(RAI_SUBSCRIPTIONS_REMOTE), value(RAI_REMOTE), value(RAI_ANONYMOUS),
            Duration.ofMillis(value(RAI_COALESCING)), Duration.ofDays(value(RAI_RETENTION)), value(RAI_STANZA_SIZE),
            rooms.off(RoomOverride::raiOff));
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
        return new MepSettings(value(MEP_ENABLED), value(MEP_OFF_SERVICES), rooms.off(RoomOverride::mepOff),
            value(MEP_PUBLISHERS), value(MEP_PUBLISHERS_OTHERS), value(MEP_PAYLOAD_SIZE), value(MEP_NODES_OCCUPANT),
            value(MEP_NODES_ROOM), value(MEP_ITEMS), value(MEP_PUBLISHES), value(MEP_PUBLISHES_BURST),
            value(MEP_AVATARS), new MepLimits(value(MEP_BYTES_USER), value(MEP_BYTES_ROOM), value(MEP_HEAP),
                value(MEP_STANZA_SIZE), value(MEP_READS), value(MEP_READS_BURST), value(MEP_READ_BYTES),
                value(MEP_READ_BYTES_BURST)));
    }

    /**
     * The settings for chat states in rooms at this moment.
     *
     * @return the settings
     */
    @Nonnull
    public ChatStateSettings chatStates() {
        return chatStates;
    }

    private ChatStateSettings readChatStates() {
        return new ChatStateSettings(value(CHATSTATE_POLICY), value(CHATSTATE_POLICY_SERVICES),
            rooms.values(RoomOverride::chatStates), value(CHATSTATE_OCCUPANTS), value(CHATSTATE_RATE),
            Duration.ofSeconds(value(CHATSTATE_RATE_WINDOW)), value(CHATSTATE_PER_RECIPIENT));
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
        final Set<String> excluded = Sets.union(value(CHATTING_EXCLUDED), rooms.where(RoomOverride::chattingOff));
        // Where it cannot be read what must not be published, nothing is.
        final boolean complete = rooms.isRestored() && misunderstood(CHATTING_EXCLUDED).isEmpty();
        final Mode mode = misunderstood(CHATTING_MODE).isEmpty() ? value(CHATTING_MODE) : Mode.OFF;
        return new ChattingSettings(mode, excluded, complete,
            Duration.ofSeconds(value(CHATTING_REFRESH)));
    }
}
