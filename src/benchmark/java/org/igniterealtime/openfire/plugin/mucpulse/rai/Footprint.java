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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import org.openjdk.jol.info.GraphLayout;
import org.xmpp.packet.JID;

/** Measures what one more subscription, visit record and tracked room take in memory, their JIDs included. */
public final class Footprint {

    private static final int COUNT = 20_000;

    private Footprint() {
    }

    /**
     * Prints the figures.
     *
     * @param arguments ignored
     */
    public static void main(final String[] arguments) {
        final Bench subscriptions = new Bench(COUNT);
        final long none = size(subscriptions);
        for (int i = 0; i < COUNT; i++) {
            subscriptions.subscribe(Bench.session(i));
        }
        subscriptions.run();
        print("subscription", size(subscriptions) - none, COUNT);

        final Bench visits = new Bench(COUNT);
        final JID user = Bench.session(0);
        for (int i = 0; i < COUNT; i++) {
            visits.rai.messageBroadcast(Bench.room(i), Bench.session(1), Bench.message());
            visits.visited(user, Bench.room(i));
        }
        visits.run();
        final long unread = size(visits);
        visits.subscribe(user);
        visits.run();
        final long read = size(visits);
        print("visit record, and that it was told of", read - unread, COUNT);
        for (int i = 0; i < COUNT; i++) {
            visits.rai.occupantJoined(Bench.room(i), user, "nick");
            visits.rai.occupantLeft(Bench.room(i), user);
        }
        visits.run();
        visits.forgetLog();
        print("visit record, and the wait for a message", size(visits) - unread, COUNT);

        final Bench rooms = new Bench(COUNT);
        final long empty = size(rooms);
        for (int i = 0; i < COUNT; i++) {
            rooms.rai.messageBroadcast(Bench.room(i), Bench.session(1), Bench.message());
        }
        rooms.run();
        print("room with activity", size(rooms) - empty, COUNT);
    }

    private static long size(final Bench bench) {
        return GraphLayout.parseInstance(bench.rai).totalSize();
    }

    private static void print(final String what, final long bytes, final int count) {
        System.out.printf("%-42s %d B%n", what, bytes / count);
    }
}
