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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * The command by which an administrator sees what the plugin does. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 */
final class StatusCommand extends Command {

    /** The node of the command. */
    static final String CODE = "mucpulse#status";

    private final Function<Texts, Overview> overview;
    private final Administrators administrators;

    StatusCommand(@Nonnull final Function<Texts, Overview> overview, @Nonnull final Administrators administrators,
                  @Nonnull final Function<JID, Locale> languages, @Nonnull final Locale serverLanguage) {
        super("status.command", languages, serverLanguage);
        this.overview = overview;
        this.administrators = administrators;
    }

    @Override
    @Nonnull
    String getCode() {
        return CODE;
    }

    @Override
    boolean hasPermission(@Nonnull final JID requester) {
        return administrators.isAdministrator(requester);
    }

    @Override
    boolean mayBlock() {
        return true;
    }

    @Override
    boolean hasStages() {
        return false;
    }

    @Override
    void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        final Texts texts = texts(data);
        final Overview now = overview.apply(texts);
        final DataForm form = new DataForm(DataForm.Type.result);
        form.setTitle(texts.get("overview.title"));
        if (now.isInCluster()) {
            form.addInstruction(texts.get("status.here"));
        }
        form.addField(Namespaces.FORM_TYPE, null, FormField.Type.hidden).addValue(CODE);
        now.health().forEach(status -> say(form, "health_" + status.id(), status.label(), status.value()));
        now.tables().forEach(table -> table.rows().forEach(row ->
            say(form, row.metric(), table.title() + ": " + row.label(), row.cells().get(0).value())));
        final FormField busiest = form.addField("busiest_rooms", texts.get("overview.busiest"),
            FormField.Type.text_multi);
        now.mostActiveRooms().forEach(room -> busiest.addValue(room.room() + " (" + room.messages() + ')'));
        command.add(form.getElement());
    }

    private static void say(final DataForm form, final String variable, final String label, final String value) {
        form.addField(variable, label, FormField.Type.text_single).addValue(value);
    }

    @Override
    void addStage(@Nonnull final CommandSession data, @Nonnull final Element command) {
        // There is nothing to ask.
    }

    @Override
    @Nonnull
    List<Action> actions(@Nonnull final CommandSession data) {
        return List.of();
    }

    @Override
    @Nonnull
    List<List<String>> objections(@Nonnull final CommandSession data) {
        return List.of();
    }
}
