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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** R4, R9: affiliations, and what they allow. */
class AffiliationTest {

    @ParameterizedTest
    @CsvSource({"10, OWNER", "20, ADMIN", "30, MEMBER", "40, OUTCAST", "50, NONE", "0, NONE", "99, NONE"})
    void numbersAreThoseOfTheServersTables(final int code, final Affiliation affiliation) {
        assertThat(Affiliation.ofCode(code)).isEqualTo(affiliation);
    }

    @ParameterizedTest
    @CsvSource({"OWNER, true", "ADMIN, true", "MEMBER, true", "OUTCAST, false", "NONE, false"})
    void r4_affiliatedAreOwnersAdminsAndMembers(final Affiliation affiliation, final boolean affiliated) {
        assertThat(affiliation.isAffiliated()).isEqualTo(affiliated);
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, OWNER, true", "false, false, false, NONE, true", "false, false, false, OUTCAST, false",
        "true, false, false, MEMBER, true", "true, false, false, NONE, false", "true, false, false, OUTCAST, false",
        "false, true, false, ADMIN, true", "false, true, false, NONE, false", "false, true, false, OUTCAST, false",
        "false, false, true, MEMBER, true", "false, false, true, NONE, false", "false, false, true, OUTCAST, false",
        "true, true, true, OWNER, true"})
    void r9_accessAdmits(final boolean membersOnly, final boolean hidden, final boolean password,
                         final Affiliation affiliation, final boolean admitted) {
        assertThat(new RoomAccess(membersOnly, hidden, password).admits(affiliation)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @EnumSource(Affiliation.class)
    void r9_lockedRoomAdmitsItsOwners(final Affiliation affiliation) {
        assertThat(new RoomAccess(false, false, false, true).admits(affiliation))
            .isEqualTo(affiliation == Affiliation.OWNER);
    }
}
