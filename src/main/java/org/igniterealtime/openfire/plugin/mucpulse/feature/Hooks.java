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

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.DisplayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.HomeListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqAnswerListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationField;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomVCardListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;

/**
 * Where features attach themselves to what happens on the server: one list for each kind of hook. A feature registers
 * for what it needs only, with {@link Registrations#add(HookList, Object)}.
 * <p>
 * The hooks of a list are called in the order in which they were added. Features are started one after the other, and
 * add their hooks when they are started: so the order of the features is the order of their hooks in every list. What a
 * hook throws is logged and counted, and does not keep the next hook from being called. Hooks are called on the
 * server's threads: they return at once. Safe for use by several threads.
 */
public final class Hooks {

    private final HookList<MessageFilter> messages;
    private final HookList<IqHandler> iqHandlers;
    private final HookList<IqRequestListener> iqRequests;
    private final HookList<IqAnswerListener> iqAnswers;
    private final HookList<DiscoFeatures> discoFeatures;
    private final HookList<RoomDiscoContributor> roomDisco;
    private final HookList<OccupantPresenceListener> occupantPresence;
    private final HookList<ServiceStanzaListener> serviceStanzas;
    private final HookList<RoomStanzaListener> roomStanzas;
    private final HookList<DisplayListener> displays;
    private final HookList<RoomEventListener> rooms;
    private final HookList<RoomConfigurationListener> roomConfigurations;
    private final HookList<RoomConfigurationField> roomConfigurationFields;
    private final HookList<RoomVCardListener> roomVCards;
    private final HookList<UserEventListener> users;
    private final HookList<MucServiceListener> services;
    private final HookList<ClusterListener> cluster;
    private final HookList<RelayListener> relay;
    private final HookList<HomeListener> home;

    /**
     * Creates empty lists.
     *
     * @param errors handles what hooks throw
     */
    public Hooks(@Nonnull final ErrorHandler errors) {
        messages = new HookList<>("a filter for messages", errors);
        iqHandlers = new HookList<>("a handler of requests", errors);
        iqRequests = new HookList<>("a listener for requests", errors);
        iqAnswers = new HookList<>("a listener for answers", errors);
        discoFeatures = new HookList<>("a source of disco features", errors);
        roomDisco = new HookList<>("a contributor to the disco results of rooms", errors);
        occupantPresence = new HookList<>("a listener for presence in rooms", errors);
        serviceStanzas = new HookList<>("a listener for stanzas to services", errors);
        roomStanzas = new HookList<>("a listener for stanzas of rooms", errors);
        displays = new HookList<>("a listener for displayed messages", errors);
        rooms = new HookList<>("a listener for events of rooms", errors);
        roomConfigurations = new HookList<>("a listener for configurations of rooms", errors);
        roomConfigurationFields = new HookList<>("a field of the configuration of rooms", errors);
        roomVCards = new HookList<>("a listener for vCards", errors);
        users = new HookList<>("a listener for events of users", errors);
        services = new HookList<>("a listener for group chat services", errors);
        cluster = new HookList<>("a listener for the cluster", errors);
        relay = new HookList<>("a listener for the relay", errors);
        home = new HookList<>("a listener for the home", errors);
    }

    /**
     * Filters of groupchat messages. A message passes if every filter admits it; after the first that refuses, no
     * further one is asked. A filter that throws admits the message.
     *
     * @return the list
     */
    @Nonnull
    public HookList<MessageFilter> messages() {
        return messages;
    }

    /**
     * Handlers of requests to rooms and occupants. The first that claims a request handles it.
     *
     * @return the list
     */
    @Nonnull
    public HookList<IqHandler> iqHandlers() {
        return iqHandlers;
    }

    /**
     * Listeners for requests to rooms and occupants that no handler claimed, and that the server handles itself.
     *
     * @return the list
     */
    @Nonnull
    public HookList<IqRequestListener> iqRequests() {
        return iqRequests;
    }

    /**
     * Listeners for answers that come from rooms and occupants.
     *
     * @return the list
     */
    @Nonnull
    public HookList<IqAnswerListener> iqAnswers() {
        return iqAnswers;
    }

    /**
     * Sources of features that services and rooms announce in their disco#info results. Asked before
     * {@link #roomDisco()}.
     *
     * @return the list
     */
    @Nonnull
    public HookList<DiscoFeatures> discoFeatures() {
        return discoFeatures;
    }

    /**
     * Contributors to the disco#info and disco#items results of rooms.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomDiscoContributor> roomDisco() {
        return roomDisco;
    }

    /**
     * Listeners for presence, with announced capabilities, of sessions in rooms or about to enter them.
     *
     * @return the list
     */
    @Nonnull
    public HookList<OccupantPresenceListener> occupantPresence() {
        return occupantPresence;
    }

    /**
     * Listeners for presence and errors that are addressed to a group chat service itself.
     *
     * @return the list
     */
    @Nonnull
    public HookList<ServiceStanzaListener> serviceStanzas() {
        return serviceStanzas;
    }

    /**
     * Listeners for what tells whether the stanzas of rooms reach the sessions in them.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomStanzaListener> roomStanzas() {
        return roomStanzas;
    }

    /**
     * Listeners for which messages users have had displayed.
     *
     * @return the list
     */
    @Nonnull
    public HookList<DisplayListener> displays() {
        return displays;
    }

    /**
     * Listeners for what happens in rooms.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomEventListener> rooms() {
        return rooms;
    }

    /**
     * Listeners for changes of the configuration of rooms.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomConfigurationListener> roomConfigurations() {
        return roomConfigurations;
    }

    /**
     * Fields that owners of rooms find in the configuration form of their rooms besides those of the server.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomConfigurationField> roomConfigurationFields() {
        return roomConfigurationFields;
    }

    /**
     * Listeners for changes of the vCards of rooms.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RoomVCardListener> roomVCards() {
        return roomVCards;
    }

    /**
     * Listeners for what happens to users, their sessions and groups.
     *
     * @return the list
     */
    @Nonnull
    public HookList<UserEventListener> users() {
        return users;
    }

    /**
     * Listeners for group chat services that appear and vanish. A listener is called for each service that exists
     * already when it is added.
     *
     * @return the list
     */
    @Nonnull
    public HookList<MucServiceListener> services() {
        return services;
    }

    /**
     * Listeners for servers that join and leave the cluster.
     *
     * @return the list
     */
    @Nonnull
    public HookList<ClusterListener> cluster() {
        return cluster;
    }

    /**
     * Listeners for what other servers of the cluster send.
     *
     * @return the list
     */
    @Nonnull
    public HookList<RelayListener> relay() {
        return relay;
    }

    /**
     * Listeners for which server of the cluster is home.
     *
     * @return the list
     */
    @Nonnull
    public HookList<HomeListener> home() {
        return home;
    }
}
