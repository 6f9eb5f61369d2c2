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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends over the relay between the servers of a cluster, and hears what comes, as a feature of MUC Pulse does.
 * Thread-safe.
 */
public final class RelayControl {

    private final ServerControl control;

    RelayControl(final ServerControl control) {
        this.control = control;
    }

    /** Begins to record what the relay says, anew. To be called again after a reload of the plugin. */
    public void listen() {
        control.call("relay.listen");
    }

    /**
     * What the relay has said since {@link #listen()}.
     *
     * @return such as {@code received server-2 text}, {@code peerJoined server-2} or {@code homeMoved server-1 false},
     *         in order
     */
    public List<String> events() {
        return control.call("relay.events");
    }

    /**
     * The texts that one server has sent.
     *
     * @param peer the id of the server
     * @return the texts, in order
     */
    public List<String> received(final String peer) {
        final String prefix = "received " + peer + ' ';
        return events().stream().filter(event -> event.startsWith(prefix))
                .map(event -> event.substring(prefix.length())).collect(Collectors.toList());
    }

    /**
     * The peers.
     *
     * @return their ids, sorted
     */
    public List<String> peers() {
        return control.call("relay.peers");
    }

    /**
     * The server that is home.
     *
     * @return its id, empty text where nobody is
     */
    public String home() {
        return control.call("relay.home").get(0);
    }

    /**
     * Tells whether this server is home.
     *
     * @return whether it is
     */
    public boolean isHome() {
        return Boolean.parseBoolean(control.call("relay.home").get(1));
    }

    /**
     * Sends a text to one peer, at once.
     *
     * @param peer its id
     * @param text the text
     */
    public void send(final String peer, final String text) {
        control.call("relay.send", peer, text);
    }

    /**
     * Sends texts to all peers.
     *
     * @param text what each text begins with; a number from 1 follows
     * @param times how many
     */
    public void toAll(final String text, final int times) {
        control.call("relay.all", text, Integer.toString(times));
    }

    /**
     * The servers that are listed as those that have the plugin.
     *
     * @return such as {@code server-1=1;1.0}, sorted
     */
    public List<String> listed() {
        return control.call("relay.listed");
    }

    /**
     * Has the list say something else of a server.
     *
     * @param node the server's id
     * @param description what is said
     */
    public void list(final String node, final String description) {
        control.call("relay.list", node, description);
    }

    /**
     * Sends messages to a peer that answers each, one after the other.
     *
     * @param peer its id
     * @param times how many
     * @return how long each took to there and back, in microseconds, the shortest first
     */
    public List<Long> latency(final String peer, final int times) {
        return control.call("relay.latency", peer, Integer.toString(times)).stream().map(Long::valueOf)
                .collect(Collectors.toList());
    }
}
