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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** Who is one occupant, and who is another. */
class OccupantKeyTest {

    private static final JID ROMEO = new JID("romeo@example.org/phone");
    private static final JID JULIET = new JID("juliet@example.org/phone");

    /** Every character that has anything to do with case, by what it is folded to, and some that have not. */
    private static Map<String, Set<Integer>> classes() {
        final Map<String, Set<Integer>> classes = new HashMap<>();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
            .forEach(character -> classes
                .computeIfAbsent(OccupantKey.fold(Character.toString(character)), key -> new TreeSet<>())
                .add(character));
        return classes;
    }

    @Test
    void m3_charactersAreFoldedTogetherIfTheServerTakesThemForOne() {
        classes().values().stream().filter(members -> members.size() > 1).forEach(members -> {
            for (final int one : members) {
                for (final int other : members) {
                    assertThat(Character.toString(one).equalsIgnoreCase(Character.toString(other)))
                        .as("%x and %x, folded together", one, other).isTrue();
                }
            }
        });
    }

    /** What equals a character in some way has the same upper or lower case, or is its upper or lower case. */
    @Test
    void m3_charactersAreKeptApartIfTheServerKeepsThemApart() {
        final Map<Integer, Set<Integer>> related = new HashMap<>();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
            .forEach(character -> IntStream.of(character, Character.toUpperCase(character),
                    Character.toLowerCase(character), Character.toTitleCase(character),
                    Character.toUpperCase(Character.toLowerCase(character)),
                    Character.toLowerCase(Character.toUpperCase(character)))
                .forEach(relative -> related.computeIfAbsent(relative, key -> new TreeSet<>()).add(character)));

        related.values().stream().filter(relatives -> relatives.size() > 1).forEach(relatives -> {
            for (final int one : relatives) {
                for (final int other : relatives) {
                    final String first = Character.toString(one);
                    final String second = Character.toString(other);
                    assertThat(OccupantKey.fold(first).equals(OccupantKey.fold(second))).as("%x and %x", one, other)
                        .isEqualTo(first.equalsIgnoreCase(second));
                }
            }
        });
    }

    @Test
    void m3_positionAndNeighboursMakeNoDifference() {
        final List<Set<Integer>> classes = new ArrayList<>(classes().values());
        classes.removeIf(members -> members.size() < 2);
        final String some = classes.stream().map(members -> members.iterator().next())
            .map(Character::toString).collect(Collectors.joining());
        final String others = classes.stream().map(members -> new ArrayList<>(members).get(members.size() - 1))
            .map(Character::toString).collect(Collectors.joining());

        assertThat(some).isNotEqualTo(others);
        assertThat(some.equalsIgnoreCase(others)).isTrue();
        assertThat(OccupantKey.fold(some)).isEqualTo(OccupantKey.fold(others));
    }

    @ParameterizedTest
    @CsvSource({"σ, ς, true", "Σ, ς, true", "ı, i, true", "ı, I, true", "İ, i, true", "İ, ı, true", "ſ, s, true",
        "K, k, true", "İlke, i̇lke, false", "ß, SS, false", "ﬁ, FI, false", "Romeo, rOMEO, true", "é, E, false",
        "𐐀, 𐐨, true"})
    void m3_knownOddities(final String one, final String other, final boolean same) {
        assertThat(one.equalsIgnoreCase(other)).isEqualTo(same);
        assertThat(OccupantKey.fold(one).equals(OccupantKey.fold(other))).isEqualTo(same);
    }

    @Test
    void m3_loneSurrogatesAreFoldedToThemselves() {
        assertThat(OccupantKey.fold("a\ud801")).isEqualTo("a\ud801");
        assertThat(OccupantKey.fold("\udc00B")).isEqualTo("\udc00b");
    }

    @Test
    void m3_occupantsOfTwoUsersAreNeverOneWhateverTheirNicknames() {
        assertThat(OccupantKey.of(ROMEO, "romeo")).isNotEqualTo(OccupantKey.of(JULIET, "romeo"))
            .isEqualTo(OccupantKey.of(new JID("romeo@example.org/laptop"), "ROMEO"))
            .hasSameHashCodeAs(OccupantKey.of(new JID("romeo@example.org/laptop"), "ROMEO"))
            .isNotEqualTo(OccupantKey.of(ROMEO, "montague")).isNotEqualTo("romeo");
    }
}
