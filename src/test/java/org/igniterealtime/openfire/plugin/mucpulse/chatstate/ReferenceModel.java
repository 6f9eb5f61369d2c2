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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xmpp.packet.JID;

/** What a room should get, told slowly and with plain lists. Knows nothing of the feature's classes but the states. */
final class ReferenceModel {

    /** Something that the room gets. */
    record Heard(long at, String nickname, String what) {
    }

    /** An occupant of whom something was heard, from then on until every session that was heard has left. */
    private static final class Person {
        private final Set<JID> sessions = new HashSet<>();
        private final List<Long> told = new ArrayList<>();
        private String nickname;
        private String believed;
        private String waiting;
        private JID waitingFor;

        private Person(final String nickname) {
            this.nickname = nickname;
        }
    }

    private final int rate;
    private final long window;
    private final int most;
    private final Map<JID, String> present = new HashMap<>();
    private final Set<JID> mute = new HashSet<>();
    private final List<Person> people = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private int crowd;
    private long now;

    ReferenceModel(final int rate, final Duration window, final int most) {
        this.rate = rate;
        this.window = window.toMillis();
        this.most = most;
    }

    List<Heard> heard() {
        return heard;
    }

    int remembered() {
        return people.size();
    }

    private Optional<Person> person(final String nickname) {
        return people.stream().filter(one -> one.nickname.equals(nickname)).findFirst();
    }

    private Person personOrNew(final String nickname) {
        return person(nickname).orElseGet(() -> {
            final Person added = new Person(nickname);
            people.add(added);
            return added;
        });
    }

    void join(final JID session, final String nickname) {
        present.put(session, nickname);
    }

    void leave(final JID session) {
        present.remove(session);
        for (final Person one : people) {
            if (session.equals(one.waitingFor)) {
                one.waiting = null;
                one.waitingFor = null;
            }
            one.sessions.remove(session);
        }
        people.removeIf(one -> one.sessions.isEmpty());
    }

    void rename(final String from, final String to) {
        present.replaceAll((session, nickname) -> nickname.equals(from) ? to : nickname);
        person(from).ifPresent(one -> one.nickname = to);
    }

    void voice(final JID session, final boolean voice) {
        if (voice) {
            mute.remove(session);
        } else {
            mute.add(session);
        }
    }

    void crowd(final int sessions) {
        crowd = sessions;
    }

    private boolean mayType(final JID session) {
        return !mute.contains(session) && present.size() + crowd <= most;
    }

    private long tellableAt(final Person one) {
        final List<Long> recent = one.told;
        return recent.size() < rate ? Long.MIN_VALUE : recent.get(recent.size() - rate) + window;
    }

    private void tell(final Person one, final JID session, final String state) {
        one.sessions.add(session);
        one.told.add(now);
        one.believed = state;
        one.waiting = null;
        one.waitingFor = null;
        heard.add(new Heard(now, one.nickname, state));
    }

    void says(final JID session, final String state) {
        final String nickname = present.get(session);
        if ("gone".equals(state) || !mayType(session)) {
            person(nickname).filter(one -> "composing".equals(one.waiting)).ifPresent(one -> {
                one.waiting = null;
                one.waitingFor = null;
            });
            return;
        }
        final Person one = personOrNew(nickname);
        if (state.equals(one.believed)) {
            one.waiting = null;
            one.waitingFor = null;
        } else if (tellableAt(one) > now) {
            one.sessions.add(session);
            one.waiting = state;
            one.waitingFor = session;
        } else {
            tell(one, session, state);
        }
    }

    void speaks(final JID session, final boolean withState) {
        if (mute.contains(session)) {
            return;
        }
        final String nickname = present.get(session);
        heard.add(new Heard(now, nickname, "content"));
        if (withState) {
            personOrNew(nickname).sessions.add(session);
        }
        person(nickname).ifPresent(one -> {
            one.believed = "active";
            one.waiting = null;
            one.waitingFor = null;
        });
    }

    /** Something without a text, which says nothing of whether its sender types. */
    void marks(final JID session) {
        if (!mute.contains(session)) {
            heard.add(new Heard(now, present.get(session), "content"));
        }
    }

    void advance(final Duration duration) {
        final long end = now + duration.toMillis();
        while (true) {
            final Optional<Person> next = people.stream().filter(one -> one.waiting != null && tellableAt(one) <= end)
                .min(Comparator.comparingLong(this::tellableAt));
            if (next.isEmpty()) {
                break;
            }
            final Person one = next.get();
            now = tellableAt(one);
            if (mayType(one.waitingFor)) {
                tell(one, one.waitingFor, one.waiting);
            } else {
                one.waiting = null;
                one.waitingFor = null;
            }
        }
        now = end;
    }

    long now() {
        return now;
    }
}
