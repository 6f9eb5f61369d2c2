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
package org.igniterealtime.openfire.plugin.mucpulse.demo;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.w3c.dom.Element;

/** Bob is not in his rooms, and is told all the same when something is said there. */
final class RoomActivityScene implements Scene {

    private static final String RAI = "urn:xmpp:rai:0";

    private static final Predicate<Stanza> INDICATOR = stanza -> stanza.isMessage() && stanza.has(RAI, "rai");

    @Override
    public String title() {
        return "Room Activity Indicators (XEP-0437)";
    }

    @Override
    public void play(final Stage stage) {
        stage.step("Bob looks into his rooms, and hides them: his client asks to be told when there is news.");
        stage.visits("bob", "lobby");
        stage.visits("bob", "council");
        subscribe(stage);

        stage.step("Something is said in the lobby. Bob, who is not there, is told that it was, not what.");
        stage.says("alice", "lobby", "Good morning, is anybody here?");
        told(stage, "lobby");

        stage.step("More is said there. Bob knows already. Of another room he does not.");
        stage.says("alice", "lobby", "Nobody? Then I will talk to myself.");
        stage.says("carol", "council", "The council is in session.");
        told(stage, "council");
        stage.receivesNoMore("bob", INDICATOR);

        stage.step("Bob reads what he missed in the lobby, and leaves. The next message there is news again.");
        stage.visits("bob", "lobby");
        stage.says("alice", "lobby", "Bob! You left so soon.");
        told(stage, "lobby");

        stage.step("The vault is hidden and locked, and Bob has no business there, until Dave makes him a member.");
        stage.says("dave", "vault", "The gold is safe.");
        stage.receivesNoMore("bob", INDICATOR);
        stage.remarks("dave makes bob a member of the vault");
        Rooms.affiliate(stage.client("dave"), stage.room("vault"), stage.jid("bob"), "member");
        stage.says("dave", "vault", "Bob may know that, too.");
        told(stage, "vault");

        stage.step("Carol bans Bob from the council. He is not told of it any more, though he is of the lobby.");
        stage.visits("bob", "council");
        stage.visits("bob", "lobby");
        stage.remarks("carol bans bob from the council");
        Rooms.ban(stage.client("carol"), stage.room("council"), stage.jid("bob"));
        stage.says("carol", "council", "Now that he is gone...");
        stage.says("alice", "lobby", "Poor Bob.");
        told(stage, "lobby");
        stage.receivesNoMore("bob", INDICATOR);

        stage.step("Bob's client comes back later and asks again: one message names all that he has not seen.");
        stage.sends("bob", "<presence to='" + stage.service() + "' type='unavailable'/>");
        stage.client("bob").sync();
        stage.says("alice", "lobby", "Is he offline now?");
        stage.receivesNoMore("bob", INDICATOR);
        subscribe(stage);
        told(stage, "lobby", "vault");
        stage.receivesNoMore("bob", INDICATOR);
    }

    private static void subscribe(final Stage stage) {
        stage.sends("bob", "<presence to='" + stage.service() + "'><rai xmlns='" + RAI + "'/></presence>");
        stage.client("bob").sync();
    }

    /** Bob must receive one indicator that names these rooms and no other. */
    private static void told(final Stage stage, final String... rooms) {
        final Stanza indicator = stage.receives("bob", INDICATOR);
        final List<String> named = indicator.descendants(RAI, "activity").stream()
                .map(Element::getTextContent).sorted().collect(Collectors.toList());
        final List<String> expected = List.of(rooms).stream()
                .map(stage::room).sorted().collect(Collectors.toList());
        stage.check(named.equals(expected), "bob is told of " + expected);
        stage.check(stage.service().equals(indicator.from()), "the service itself tells him");
    }
}
