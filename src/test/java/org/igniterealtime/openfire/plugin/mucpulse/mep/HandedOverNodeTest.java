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
import java.util.stream.Stream;
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

    /** The records that the first builds of 1.0.0 wrote. */
    private static List<byte[]> withoutKeys(final HandedOverNode node) {
        final List<byte[]> records = new ArrayList<>();
        records.add(BinaryRecord.of(out -> {
            out.writeByte(1);
            BinaryRecord.writeText(out, node.room().toString());
            BinaryRecord.writeText(out, node.sessions().isEmpty() ? "" : node.sessions().get(0).toString());
            BinaryRecord.writeText(out, node.nickname());
            BinaryRecord.writeText(out, node.stored().id());
            out.writeLong(node.stored().created().toEpochMilli());
            BinaryRecord.writeText(out, NodeCodec.encode(node.stored().configuration()));
            BinaryRecord.writeText(out, String.valueOf(node.stored().creator()));
            out.writeInt(node.subscribers().size());
            for (final JID subscriber : node.subscribers()) {
                BinaryRecord.writeText(out, subscriber.toString());
            }
        }));
        node.stored().items().forEach(item -> records.add(withoutKey(item)));
        return records;
    }

    private static byte[] withoutKey(final Item item) {
        return BinaryRecord.of(out -> {
            out.writeByte(2);
            BinaryRecord.writeText(out, item.id());
            out.writeBoolean(item.payload() != null);
            BinaryRecord.writeText(out, item.payload() == null ? "" : item.payload().xml());
            out.writeLong(item.published().toEpochMilli());
            BinaryRecord.writeText(out, String.valueOf(item.publisher()));
            out.writeLong(item.order());
        });
    }

    private static List<byte[]> withoutKeys(final HandedOverNode... nodes) {
        return Stream.of(nodes).flatMap(node -> withoutKeys(node).stream()).toList();
    }

    @Test
    void r15_recordsOfTheFormerFormatAreReadWithTheirItems() throws IOException {
        final List<byte[]> records = new ArrayList<>();
        records.add(withoutKey(item("before any node", 1)));
        records.addAll(withoutKeys(node(0, 4, sessions(2)), node(1, 0, Set.of()), node(3, 2, Set.of())));

        final List<HandedOverNode> read = HandedOverNode.fromRecords(records);

        assertThat(read).extracting(HandedOverNode::stored).usingRecursiveComparison()
            .isEqualTo(List.of(node(0, 4, Set.of()).stored(), node(1, 0, Set.of()).stored(),
                node(3, 2, Set.of()).stored()));
        assertThat(read.get(0).sessions()).containsExactly(CRONE);
        assertThat(read.get(0).subscribers()).isEqualTo(sessions(2));
    }

    /** The record of a node with very many subscribers was left out alone. */
    @Test
    void r15_itemsOfTheFormerFormatThatSomebodyElseHasPublishedAreIgnored() throws IOException {
        final List<byte[]> records = new ArrayList<>(withoutKeys(node(0, 2, Set.of())));
        records.add(withoutKey(new Item("x", null, THEN, MepFixture.WICCA.asBareJID(), 9)));

        assertThat(HandedOverNode.fromRecords(records)).singleElement().satisfies(read ->
            assertThat(read.stored().items()).extracting(Item::id).containsExactly("n0-0", "n0-1"));
    }

    /** It is not certain that an item belongs to the node before it. */
    @Test
    void r15_mixedRecordsWithoutKeysAreReadWithoutItems() throws IOException {
        final List<byte[]> former = withoutKeys(node(0, 2, sessions(1)));
        final List<byte[]> keyed = node(1, 3, Set.of()).toRecords();
        for (final List<List<byte[]>> order : List.of(List.of(former, keyed), List.of(keyed, former),
            List.of(former, keyed.subList(1, 2)), List.of(former.subList(0, 1), keyed, former.subList(1, 3)))) {
            final List<HandedOverNode> read =
                HandedOverNode.fromRecords(order.stream().flatMap(List::stream).toList());

            assertThat(read).allSatisfy(node -> assertThat(node.stored().items())
                .hasSize("n1".equals(node.stored().id()) ? 3 : 0)
                .allSatisfy(item -> assertThat(item.id()).startsWith(node.stored().id() + "-")));
            assertThat(read).filteredOn(node -> "n0".equals(node.stored().id())).singleElement()
                .satisfies(node -> assertThat(node.subscribers()).isEqualTo(sessions(1)));
        }
    }

    /** Where the file may have been full, some may have been left out. */
    @Test
    void r15_recordsOfTheFormerFormatThatAreVeryManyAreReadWithoutItems() throws IOException {
        final List<byte[]> records = new ArrayList<>(withoutKeys(node(0, 1, Set.of())));
        final byte[] large = withoutKey(new Item("large",
            Payload.ofXml("<x xmlns='urn:example:x'>" + "x".repeat(1_000_000) + "</x>"), THEN, CRONE.asBareJID(), 7));
        records.addAll(Collections.nCopies((int) (HandedOverNode.COMPLETE_LENGTH / large.length) + 1, large));

        assertThat(HandedOverNode.fromRecords(records)).singleElement().satisfies(read ->
            assertThat(read.stored().items()).isEmpty());
    }
}
