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

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;

/** Settings that a test changes one by one; at first the defaults. */
public final class FakeSettings implements Supplier<RaiSettings> {

    private RaiSettings now = RaiSettings.DEFAULTS;

    @Override
    public RaiSettings get() {
        return now;
    }

    FakeSettings enabled(final boolean enabled) {
        now = new RaiSettings(enabled, now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings interest(final Interest interest) {
        now = new RaiSettings(now.enabled(), interest, now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings subscriptionsPerService(final int limit) {
        now = new RaiSettings(now.enabled(), now.interest(), limit, now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings subscriptionsPerUser(final int limit) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), limit,
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings subscriptionsPerDomain(final int limit) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            limit, now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings remoteShare(final int percent) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), percent, now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings remoteUsers(final boolean allowed) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), allowed, now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings anonymousUsers(final boolean allowed) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), allowed,
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings coalescing(final Duration window) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            window, now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings stanzaSize(final int bytes) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), bytes, now.activityLevel(), now.displayed(),
            now.roomsOff());
        return this;
    }

    FakeSettings roomsOff(final Set<String> rooms) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), now.displayed(), rooms);
        return this;
    }

    FakeSettings activityLevel(final boolean shown) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), shown, now.displayed(), now.roomsOff());
        return this;
    }

    FakeSettings displayed(final boolean counts) {
        now = new RaiSettings(now.enabled(), now.interest(), now.subscriptionsPerService(), now.subscriptionsPerUser(),
            now.subscriptionsPerDomain(), now.remoteShare(), now.remoteUsers(), now.anonymousUsers(),
            now.coalescing(), now.retention(), now.stanzaSize(), now.activityLevel(), counts, now.roomsOff());
        return this;
    }
}
