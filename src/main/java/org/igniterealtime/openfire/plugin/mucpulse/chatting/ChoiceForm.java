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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandField;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.xmpp.forms.FormField;

/**
 * The parts of forms that are about publishing rooms (U5).
 */
final class ChoiceForm {

    private ChoiceForm() {
    }

    /** The three fields of a choice; what is wrong with one is said in its description. */
    @Nonnull
    static List<CommandField> fields(@Nonnull final ChoiceSubmission submission) {
        return List.of(
            described(CommandField.of(ChoiceSubmission.PUBLISH, FormField.Type.boolean_type, "chatting.field.publish")
                .filled(List.of(submission.publish())).mandatory(), submission, "chatting.field.publish.description"),
            described(CommandField.of(ChoiceSubmission.EXCLUDED_ROOMS, FormField.Type.jid_multi,
                "chatting.field.excluded").filled(submission.rooms()), submission,
                "chatting.field.excluded.description"),
            described(CommandField.of(ChoiceSubmission.PRIVATE_ROOMS, FormField.Type.boolean_type,
                "chatting.field.private").filled(List.of(submission.privateRooms())), submission,
                "chatting.field.private.description"));
    }

    private static CommandField described(final CommandField field, final ChoiceSubmission submission,
                                          final String description) {
        return field.described(submission.errors().getOrDefault(field.variable(), Text.of(description)));
    }

    /** Says what a choice means. */
    @Nonnull
    static List<CommandField> summary(@Nonnull final ChoiceSubmission submission) {
        final List<Text> summary = new ArrayList<>();
        summary.add(Text.of(submission.publish() ? "chatting.summary.on" : "chatting.summary.off"));
        if (submission.publish()) {
            summary.add(submission.rooms().isEmpty() ? Text.of("chatting.summary.none")
                : Text.of("chatting.summary.excluded", String.join(", ", submission.rooms())));
            summary.add(Text.of(submission.privateRooms() ? "chatting.summary.private" : "chatting.summary.public"));
        }
        return summary.stream().map(CommandField::fixed).toList();
    }
}
