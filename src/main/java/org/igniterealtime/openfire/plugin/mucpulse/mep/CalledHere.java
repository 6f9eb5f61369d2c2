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

import com.google.common.base.Strings;
import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/** Carries out, at home, the {@link RemoteCalls} of other servers. Safe for use by several threads. */
final class CalledHere {

    /** The number of characters that are sent of a room's nodes; what is published in further items is left out. */
    private static final int MOST = 200_000;

    private final MucEventing mep;

    CalledHere(@Nonnull final MucEventing mep) {
        this.mep = mep;
    }

    /**
     * Carries out a call.
     *
     * @param call the call
     * @param result takes what came of it, at once or later
     */
    void perform(@Nonnull final RelayMessage.Call call, @Nonnull final Consumer<RelayMessage.Outcome> result) {
        CompletionStage<List<String>> done;
        try {
            done = perform(call.operation(), call.arguments());
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            done = CompletableFuture.failedFuture(new IllegalArgumentException(e.getMessage()));
        }
        done.whenComplete((values, failure) -> result.accept(failure == null
            ? new RelayMessage.Outcome(call.number(), RemoteCalls.Status.DONE, values)
            : failed(call.number(), Throwables.getRootCause(failure))));
    }

    private static RelayMessage.Outcome failed(final long number, final Throwable why) {
        return new RelayMessage.Outcome(number, why instanceof IllegalArgumentException ? RemoteCalls.Status.REFUSED
            : RemoteCalls.Status.FAILED, List.of(Strings.nullToEmpty(why.getMessage())));
    }

    private CompletionStage<List<String>> perform(final RemoteCalls.Operation operation,
                                                  final List<String> arguments) {
        final JID address = new JID(arguments.get(0), true);
        return switch (operation) {
            case PUBLISH -> mep.publish(address, arguments.get(1), arguments.get(2), element(arguments.get(3)))
                .thenApply(List::of);
            case RETRACT -> mep.retract(address, arguments.get(1), arguments.get(2)).thenApply(CalledHere::flag);
            case NODES -> mep.nodes(address).thenApply(CalledHere::flatten);
            case DELETE_NODE -> mep.deleteNode(address, arguments.get(1)).thenApply(CalledHere::flag);
            case DELETE_ITEM -> mep.deleteItem(address, arguments.get(1), arguments.get(2))
                .thenApply(CalledHere::flag);
        };
    }

    private static Element element(final String xml) {
        return Payload.ofXml(xml).toElement()
            .orElseThrow(() -> new IllegalArgumentException("The payload is not well-formed"));
    }

    private static List<String> flag(final boolean value) {
        return List.of(Boolean.toString(value));
    }

    private static List<String> flatten(final List<NodeView> views) {
        final List<String> values = new ArrayList<>();
        int left = MOST;
        for (final NodeView view : views) {
            values.addAll(List.of(view.address().toString(), view.id(), view.title(),
                Integer.toString(view.items().size())));
            for (final NodeView.ItemView item : view.items()) {
                left -= item.payload().length();
                values.addAll(List.of(item.id(), Long.toString(item.published().toEpochMilli()),
                    left >= 0 ? item.payload() : ""));
            }
        }
        return values;
    }
}
