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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * The settings for chat states in rooms, as they are at one moment. Immutable.
 *
 * @param policy what becomes of chat states
 * @param services the policy of those services that have another one, by domain
 * @param rooms the policy of those rooms that have another one than their service, by bare JID
 * @param occupants the number of occupants above which a room's standalone notifications are dropped; 0: never
 * @param rate how many standalone notifications of one occupant are let through within {@code window}
 * @param window how long that is
 * @param perRecipient whether a standalone notification is kept from sessions that have no use for it
 */
public record ChatStateSettings(@Nonnull Policy policy, @Nonnull Map<String, Policy> services,
                                @Nonnull Map<String, Policy> rooms, int occupants, int rate,
                                @Nonnull Duration window, boolean perRecipient) {

    /** The settings of a server on which nobody changed any. */
    public static final ChatStateSettings DEFAULTS = new ChatStateSettings(Policy.ENFORCE, Map.of(), Map.of(), 100, 10,
        Duration.ofSeconds(10), true);

    private static final ImmutableMap<String, Policy> POLICIES = ImmutableMap.of(
        "relay", Policy.RELAY,
        "enforce", Policy.ENFORCE,
        "suppress", Policy.SUPPRESS);

    private static final Setting<Policy> POLICY =
        Setting.choice("chatstate.policy", Policy.ENFORCE, POLICIES).whenUnreadable(Policy.SUPPRESS);
    private static final Setting<Map<String, Policy>> POLICY_SERVICES =
        ListSettings.choicesByService("chatstate.policy.services", POLICIES, Policy.SUPPRESS);
    private static final Setting<Integer> OCCUPANTS = Setting.number("chatstate.occupants", 100, 0, 100_000, Unit.NONE);
    private static final Setting<Integer> RATE = Setting.number("chatstate.rate", 10, 1, 1_000, Unit.NONE);
    private static final Setting<Integer> RATE_WINDOW =
        Setting.number("chatstate.rate.window", 10, 1, 3_600, Unit.SECONDS);
    private static final Setting<Boolean> PER_RECIPIENT = Setting.flag("chatstate.per-recipient", true);

    /** The settings that the feature declares, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(POLICY, POLICY_SERVICES, OCCUPANTS, RATE, RATE_WINDOW,
        PER_RECIPIENT);

    /** The policy of single rooms. */
    public static final RoomSwitch IN_ROOM =
        RoomSwitch.choice("chatstate", "chatstates", "policy", POLICIES.keySet().asList());

    /** What becomes of chat states. */
    public enum Policy {
        /** They pass untouched. */
        RELAY,
        /** They are kept within the rules and within bounds. */
        ENFORCE,
        /** There are none. */
        SUPPRESS
    }

    /** Takes copies. */
    public ChatStateSettings {
        services = Map.copyOf(services);
        rooms = Map.copyOf(rooms);
    }

    /**
     * The settings for chat states in rooms at this moment. While it cannot be read which rooms have a policy of their
     * own, any room may be one that has no chat states: all have none then, but for those whose policy was set
     * meanwhile on another server of the cluster.
     *
     * @param settings the server's settings
     * @return a copy of those of the feature
     */
    @Nonnull
    public static ChatStateSettings of(@Nonnull final Settings settings) {
        final boolean readable = settings.rooms().areReadable();
        return new ChatStateSettings(readable ? settings.value(POLICY) : Policy.SUPPRESS,
            readable ? settings.value(POLICY_SERVICES) : Map.of(),
            Maps.transformValues(settings.rooms().values(IN_ROOM), name -> Objects.requireNonNull(POLICIES.get(name))),
            settings.value(OCCUPANTS), settings.value(RATE),
            Duration.ofSeconds(settings.value(RATE_WINDOW)), settings.value(PER_RECIPIENT));
    }

    /**
     * The policy of a room.
     *
     * @param service the domain of its service
     * @param room its bare JID
     * @return the policy
     */
    @Nonnull
    public Policy policyOf(@Nonnull final String service, @Nonnull final String room) {
        final Policy ofRoom = rooms.isEmpty() ? null : rooms.get(room);
        return ofRoom != null ? ofRoom : policyOf(service);
    }

    /**
     * Whether there can be chat states anywhere.
     *
     * @return {@code false} where no service and no room has any
     */
    public boolean mayPass() {
        return policy != Policy.SUPPRESS || services.values().stream().anyMatch(one -> one != Policy.SUPPRESS)
            || rooms.values().stream().anyMatch(one -> one != Policy.SUPPRESS);
    }

    /**
     * The policy of a service.
     *
     * @param service its domain
     * @return the policy of those of its rooms that have none of their own
     */
    @Nonnull
    public Policy policyOf(@Nonnull final String service) {
        return services.isEmpty() ? policy : services.getOrDefault(service, policy);
    }
}
