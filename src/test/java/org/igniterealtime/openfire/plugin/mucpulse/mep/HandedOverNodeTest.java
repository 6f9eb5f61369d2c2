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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R15: what one run of the plugin hands over to the next is the same there, or is not there. */
class HandedOverNodeTest {

    private static final Instant THEN = Instant.ofEpochMilli(1_790_000_000_000L);

    private static HandedOverNode node(final int number, final int items, final Collection<JID> subscribers) {
        final boolean isOfRoom = number % 2 == 1;
        return new HandedOverNode(COVEN, isOfRoom ? List.of() : List.of(CRONE, new JID(CRONE.toBareJID() + "/phone")),
            isOfRoom ? "" : "nick" + number, new StoredNode("n" + number, THEN,
            NodeConfiguration.ofRoom(MepSettings.DEFAULTS), CRONE.asBareJID(),
            IntStream.range(0, items).mapToObj(i -> item("n" + number + "-" + i, i)).toList()),
            Set.copyOf(subscribers));
    }

    private static Item item(final String id, final int order) {
        return new Item(id, order % 3 == 2 ? null : Payload.ofXml("<x xmlns='urn:example:x'>" + id + "</x>"),
            THEN.plusSeconds(order), CRONE.asBareJID(), order);
    }

    private static Set<JID> sessions(final int number) {
        return IntStream.range(0, number).mapToObj(i ->
            new JID("user" + i, "remote.example", "r".repeat(1000), true)).collect(Collectors.toSet());
    }

    @Test
    void r15_nodeIsReadAsItWasWritten() throws IOException {
        final HandedOverNode ofOccupant = node(0, 4, sessions(2));
        final HandedOverNode ofRoom = node(1, 0, Set.of());
        final List<byte[]> records = new ArrayList<>(ofOccupant.toRecords());
        records.addAll(ofRoom.toRecords());

        assertThat(HandedOverNode.fromRecords(records)).usingRecursiveComparison()
            .isEqualTo(List.of(ofOccupant, ofRoom));
    }

    @Provide
    Arbitrary<List<Integer>> numbersOfItems() {
        return Arbitraries.integers().between(0, 5).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Set<Integer>> leftOut() {
        return Arbitraries.integers().between(0, 40).set().ofMaxSize(25);
    }

    @Property(tries = 300)
    void r15_noItemIsReadIntoANodeThatItWasNotInWhateverIsLeftOut(
            @ForAll("numbersOfItems") final List<Integer> numbers, @ForAll("leftOut") final Set<Integer> leftOut,
            @ForAll final boolean mixed, @ForAll final long seed) throws IOException {
        final List<byte[]> all = new ArrayList<>();
        final Set<Integer> indexesOfNodes = new HashSet<>();
        for (int i = 0; i < numbers.size(); i++) {
            indexesOfNodes.add(all.size());
            all.addAll(node(i, numbers.get(i), Set.of()).toRecords());
        }
        final List<byte[]> left = new ArrayList<>(IntStream.range(0, all.size())
            .filter(index -> !leftOut.contains(index)).mapToObj(all::get).toList());
        if (mixed) {
            Collections.shuffle(left, new Random(seed));
        }

        final List<HandedOverNode> read = HandedOverNode.fromRecords(left);

        assertThat(read).hasSize((int) indexesOfNodes.stream().filter(index -> !leftOut.contains(index)).count());
        assertThat(read).allSatisfy(node -> assertThat(node.stored().items())
            .allSatisfy(item -> assertThat(item.id()).startsWith(node.stored().id() + "-")));
    }

    @Test
    void r15_nodeWithManySubscribersIsWrittenInShortRecords() throws IOException {
        final HandedOverNode node = node(0, 3, sessions(2_000));

        final List<byte[]> records = node.toRecords();

        assertThat(records).hasSizeGreaterThan(20).allSatisfy(record -> assertThat(record.length).isLessThan(100_000));
        assertThat(HandedOverNode.fromRecords(records)).usingRecursiveComparison().isEqualTo(List.of(node));
        // The first part is lost, or a later one.
        assertThat(HandedOverNode.fromRecords(records.subList(1, records.size()))).singleElement().satisfies(rest -> {
            assertThat(rest.stored()).usingRecursiveComparison().isEqualTo(node.stored());
            assertThat(rest.subscribers()).hasSizeBetween(1_900, 1_999);
        });
        assertThat(HandedOverNode.fromRecords(records.subList(0, records.size() - 1))).singleElement()
            .satisfies(rest -> assertThat(rest.subscribers()).hasSizeBetween(1_900, 1_999));
    }

    /** Without keys it is not certain that an item belongs to the node before it. */
    @Test
    void r15_recordsWithoutKeysAreReadWithoutItems() throws IOException {
        final byte[] node = BinaryRecord.of(out -> {
            out.writeByte(1);
            for (final String text : List.of(COVEN.toString(), CRONE.toString(), "nick", "n")) {
                BinaryRecord.writeText(out, text);
            }
            out.writeLong(THEN.toEpochMilli());
            BinaryRecord.writeText(out, NodeCodec.encode(NodeConfiguration.ofRoom(MepSettings.DEFAULTS)));
            BinaryRecord.writeText(out, CRONE.toBareJID());
            out.writeInt(1);
            BinaryRecord.writeText(out, MepFixture.WICCA.toString());
        });
        final byte[] item = BinaryRecord.of(out -> {
            out.writeByte(2);
            BinaryRecord.writeText(out, "i");
            out.writeBoolean(true);
            BinaryRecord.writeText(out, "<x xmlns='urn:example:x'/>");
            out.writeLong(THEN.toEpochMilli());
            BinaryRecord.writeText(out, CRONE.toBareJID());
            out.writeLong(7);
        });

        assertThat(HandedOverNode.fromRecords(List.of(item, node, item))).singleElement().satisfies(read -> {
            assertThat(read.stored().id()).isEqualTo("n");
            assertThat(read.sessions()).containsExactly(CRONE);
            assertThat(read.subscribers()).containsExactly(MepFixture.WICCA);
            assertThat(read.stored().items()).isEmpty();
        });
    }
}
