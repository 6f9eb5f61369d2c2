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

import com.google.common.collect.Iterators;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Says in the service discovery result of a room how many messages an hour there were in the last 24 complete hours,
 * if the result says that the room is persistent, public, and open to all. Safe for use by several threads; nothing
 * that the result needs blocks.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0502.html">XEP-0502: MUC Activity Indicator</a>
 */
final class ActivityLevels implements RoomDiscoContributor {

    private static final Logger Log = LoggerFactory.getLogger(ActivityLevels.class);

    /** The name of the field. */
    static final String FIELD = "{urn:xmpp:muc-activity}message-activity";
    /** How long the server may go on without the plugin until what was counted before is worth nothing. */
    static final Duration MISSED = Duration.ofHours(1);

    private static final String ROOM_INFO = "http://jabber.org/protocol/muc#roominfo";
    private static final QName QUERY = QName.get("query", Namespaces.DISCO_INFO);
    private static final QName FORM = QName.get("x", Namespaces.DATA_FORM);
    private static final QName FEATURE = QName.get("feature", Namespaces.DISCO_INFO);
    /** What a room has to say of itself: XEP-0045 §15.3. */
    private static final Set<String> REQUIRED = Set.of("muc_persistent", "muc_public", "muc_open", "muc_unsecured");

    private final Supplier<RaiSettings> settings;
    private final TrackedRooms tracked;
    private final MonotonicTimestamps timestamps;
    /** Since when messages are counted, {@link MonotonicTimestamps#NEVER} where they are not. */
    private volatile long since;

    ActivityLevels(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final TrackedRooms tracked,
                   @Nonnull final MonotonicTimestamps timestamps) {
        this.settings = settings;
        this.tracked = tracked;
        this.timestamps = timestamps;
        this.since = MonotonicTimestamps.NEVER;
        settingsChanged();
    }

    /** Counting begins anew where it was switched off. */
    void settingsChanged() {
        if (!settings.get().enabled()) {
            since = MonotonicTimestamps.NEVER;
        } else if (since == MonotonicTimestamps.NEVER) {
            since = timestamps.now();
        }
    }

    /** Since when messages are counted, empty where they are not. */
    @Nonnull
    OptionalLong countedSince() {
        final long began = since;
        return began == MonotonicTimestamps.NEVER ? OptionalLong.empty() : OptionalLong.of(began);
    }

    /** Other servers have counted for longer, and say how many there were. */
    void countedSince(final long timestamp) {
        if (since != MonotonicTimestamps.NEVER) {
            since = Math.min(since, timestamp);
        }
    }

    @Override
    public void decorate(@Nonnull final IQ result) {
        final RaiSettings now = settings.get();
        final Element query = result.getElement().element(QUERY);
        if (now.enabled() && now.activityLevel() && query != null && query.attributeValue("node") == null
            && now.isOffered(result.getFrom()) && isOpenToAll(query)) {
            level(result.getFrom()).ifPresent(level -> add(query, level));
        }
    }

    private static boolean isOpenToAll(final Element query) {
        return query.elements(FEATURE).stream().map(feature -> feature.attributeValue("var")).filter(REQUIRED::contains)
            .distinct().count() == REQUIRED.size();
    }

    /** How many messages an hour there are in a room, empty where that is not known. */
    @Nonnull
    OptionalDouble level(@Nonnull final JID room) {
        final long began = since;
        if (began == MonotonicTimestamps.NEVER) {
            return OptionalDouble.empty();
        }
        final TrackedRoom entry = tracked.find(room);
        final long now = timestamps.now();
        return entry == null ? new HourlyCounts().perHour(now, began) : entry.messagesPerHour(now, began);
    }

    private static void add(final Element query, final double level) {
        final Element form = query.elements(FORM).stream()
            .filter(candidate -> isRoomInfo(new DataForm(candidate))).findFirst()
            .orElseGet(() -> addForm(query));
        final DataForm info = new DataForm(form);
        if (info.getField(FIELD) == null) {
            final FormField field = info.addField();
            field.setVariable(FIELD);
            field.addValue(String.format(Locale.ROOT, "%.2f", level));
        }
    }

    private static boolean isRoomInfo(final DataForm form) {
        final FormField type = form.getField(Namespaces.FORM_TYPE);
        return type != null && type.getValues().contains(ROOM_INFO);
    }

    private static Element addForm(final Element query) {
        final DataForm form = new DataForm(DataForm.Type.result);
        final FormField type = form.addField();
        type.setVariable(Namespaces.FORM_TYPE);
        type.setType(FormField.Type.hidden);
        type.addValue(ROOM_INFO);
        query.add(form.getElement());
        return form.getElement();
    }

    /**
     * What was counted, to be stored.
     *
     * @return records for {@link #takeOver}, made one by one
     */
    @Nonnull
    Iterator<byte[]> write() {
        final long began = since;
        return began == MonotonicTimestamps.NEVER ? List.<byte[]>of().iterator()
            : Iterators.concat(List.of(BinaryRecord.of(out -> out.writeLong(began))).iterator(), tracked.all()
                .filter(TrackedRoom::hasMessageCounts)
                .map(room -> BinaryRecord.of(out -> {
                    out.writeUTF(room.jid().toString());
                    room.writeMessageCounts(out);
                })).iterator());
    }

    /**
     * Adds what an earlier run counted.
     *
     * @param records what {@link #write} gave
     * @param written when that was
     * @param missed whether the server went on without the plugin since then; if for long, they are ignored
     */
    void takeOver(@Nonnull final List<byte[]> records, @Nonnull final Instant written, final boolean missed) {
        if (records.isEmpty() || since == MonotonicTimestamps.NEVER || missed
            && timestamps.now() - MonotonicTimestamps.of(written) > TimeUnit.SECONDS.toMicros(MISSED.toSeconds())) {
            return;
        }
        try {
            final long began = BinaryRecord.read(records.get(0)).readLong();
            for (final byte[] record : records.subList(1, records.size())) {
                final DataInputStream in = BinaryRecord.read(record);
                tracked.track(new JID(in.readUTF())).restoreMessageCounts(in);
            }
            since = Math.min(since, began);
        } catch (final IOException | RuntimeException e) {
            Log.warn("What the last run knew of the number of messages in rooms cannot be read.", e);
        }
    }

    /** The rooms with the most messages in about the last hour, on this cluster node, those with more first. */
    @Nonnull
    List<ActiveRoom> mostActiveRooms(final int limit) {
        return tracked.mostActive(timestamps.before(Duration.ZERO), limit);
    }
}
