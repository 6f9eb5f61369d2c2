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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.Command.Action;
import org.xmpp.packet.JID;

/**
 * One execution of a command: who it belongs to, and what was filled in so far. Is used under its own monitor.
 */
final class CommandSession {

    private final String id;
    private final JID owner;
    private final String node;
    private final long opened;
    private final Map<Integer, Map<String, List<String>>> forms = new HashMap<>();
    private final Set<String> fields = new HashSet<>();
    private int stage;
    private List<Action> actions = List.of();

    /**
     * Creates a session in its first stage, which has the number 0.
     *
     * @param id the id by which the owner refers to it
     * @param owner the full JID of whoever executes the command
     * @param node the node of the command
     * @param opened the reading of a monotonic clock, in nanoseconds
     */
    CommandSession(@Nonnull final String id, @Nonnull final JID owner, @Nonnull final String node,
                   final long opened) {
        this.id = id;
        this.owner = owner;
        this.node = node;
        this.opened = opened;
    }

    @Nonnull
    String getId() {
        return id;
    }

    @Nonnull
    JID getOwner() {
        return owner;
    }

    long opened() {
        return opened;
    }

    /** Whether this is an execution of the command by exactly that session of a user. */
    boolean belongsTo(@Nonnull final JID requester, @Nonnull final String command) {
        return owner.equals(requester) && node.equals(command);
    }

    int getStage() {
        return stage;
    }

    void setStage(final int number) {
        stage = number;
    }

    /** The actions that the owner was offered, besides to cancel; the first one is the default. */
    @Nonnull
    List<Action> actions() {
        return actions;
    }

    void offer(@Nonnull final List<Action> offered) {
        actions = List.copyOf(offered);
    }

    /** Adds the fields of a form that the owner was shown. */
    void show(@Nonnull final Collection<String> shown) {
        fields.addAll(shown);
    }

    /** Whether the owner was shown fields of these names, at whichever stage. */
    boolean hasShown(@Nonnull final Collection<String> names) {
        return fields.containsAll(names);
    }

    /** Replaces what was filled in at the present stage. */
    void fill(@Nonnull final Map<String, List<String>> form) {
        forms.put(stage, Map.copyOf(form));
    }

    /** All that was filled in so far, by field. */
    @Nonnull
    Map<String, List<String>> getData() {
        final Map<String, List<String>> all = new HashMap<>();
        forms.values().forEach(all::putAll);
        return all;
    }

    /** About how many characters are held. */
    int size() {
        return forms.values().stream().mapToInt(SubmittedForm::size).sum();
    }
}
