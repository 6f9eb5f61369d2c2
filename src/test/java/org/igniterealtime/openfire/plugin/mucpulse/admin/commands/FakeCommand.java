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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;

/** A command of two steps that remembers what it was executed with. */
final class FakeCommand extends TwoStepCommand {

    final Set<String> permitted = new HashSet<>(Set.of("alice@example.org", "bob@example.org"));
    final List<Map<String, List<String>>> executed = new ArrayList<>();
    boolean blocks;
    /** When what it does is done. */
    CompletionStage<?> done = CompletableFuture.completedFuture(null);
    private final String code;

    FakeCommand(final String code) {
        super("room.command", session -> Locale.ENGLISH, Locale.ENGLISH);
        this.code = code;
    }

    @Override
    @Nonnull
    String getCode() {
        return code;
    }

    @Override
    boolean hasPermission(@Nonnull final JID requester) {
        return permitted.contains(requester.toBareJID());
    }

    @Override
    boolean mayBlock() {
        return blocks;
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return "wrong".equals(value(data, "field")) ? List.of(List.of("error.choice")) : List.of();
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        command.addElement("first").setText(value(data, "field"));
        command.addElement(QName.get("x", "jabber:x:data")).addElement("field").addAttribute("var", "field");
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        command.addElement("second").setText(value(data, "field"));
    }

    @Override
    List<Action> actionsOfFirst() {
        return List.of(Action.NEXT, Action.COMPLETE);
    }

    @Override
    @Nonnull
    CompletionStage<?> carryOut(@Nonnull final CommandSession data, @Nonnull final Element command) {
        super.carryOut(data, command);
        return done;
    }

    @Override
    void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        executed.add(data.getData());
    }
}
