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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.xmpp.packet.JID;

/**
 * An ad-hoc command of the plugin. Implementations keep nothing of a single execution; they are safe for use by several
 * threads. The methods that take a session are called by one thread at a time for each session.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 */
abstract class Command {

    private final String name;
    private final Function<JID, Locale> languages;
    private final Locale serverLanguage;

    /** What a requester can ask for: XEP-0050 §3.4. */
    enum Action {
        /** The default action of the present stage. */
        EXECUTE("execute"),
        /** End the session, and do nothing. */
        CANCEL("cancel"),
        /** Go back to the stage before. */
        PREV("prev"),
        /** Take what was filled in, and go on to the next stage. */
        NEXT("next"),
        /** Take what was filled in, and do what the command is for. */
        COMPLETE("complete");

        private final String word;

        Action(final String word) {
            this.word = word;
        }

        /** The action as it is written in XML. */
        @Nonnull
        String word() {
            return word;
        }
    }

    /**
     * Creates a command.
     *
     * @param name the key of the text that names the command
     * @param languages tells the language of a session
     * @param serverLanguage the language of the server
     */
    Command(@Nonnull final String name, @Nonnull final Function<JID, Locale> languages,
            @Nonnull final Locale serverLanguage) {
        this.name = name;
        this.languages = languages;
        this.serverLanguage = serverLanguage;
    }

    /** The node of the command. */
    @Nonnull
    abstract String getCode();

    /** The name of the command, in the language of the server. */
    @Nonnull
    final String getLabel() {
        return serverTexts().get(name);
    }

    /**
     * Whether somebody may see and use the command. Is asked at every step.
     *
     * @param requester the full JID of the session
     */
    abstract boolean hasPermission(@Nonnull JID requester);

    /** Whether the command may wait for the database, so that no thread of the server must carry it out. */
    abstract boolean mayBlock();

    /** Whether the command has forms to fill in; otherwise it is executed at once. */
    abstract boolean hasStages();

    /**
     * Adds the form of the session's present stage to an answer.
     *
     * @param data the session
     * @param command the answer
     */
    abstract void addStage(@Nonnull CommandSession data, @Nonnull Element command);

    /** The actions that are allowed in the session's present stage, besides to cancel; the first one is the default. */
    @Nonnull
    abstract List<Action> actions(@Nonnull CommandSession data);

    /**
     * What keeps the session from the next stage.
     *
     * @param data the session, with what was filled in
     * @return the keys of texts, each with what stands in it; none where nothing does
     */
    @Nonnull
    abstract List<List<String>> objections(@Nonnull CommandSession data);

    /**
     * Does what the command is for, or says why not.
     *
     * @param data the session, with what was filled in
     * @param command the answer
     * @return completes when the answer can be given
     */
    @Nonnull
    CompletionStage<?> carryOut(@Nonnull final CommandSession data, @Nonnull final Element command) {
        execute(data, command);
        return CompletableFuture.completedFuture(null);
    }

    /** As {@link #carryOut}, of a command whose answer can be given at once. */
    abstract void execute(@Nonnull CommandSession data, @Nonnull Element command);

    /** The fields that may have several values. */
    @Nonnull
    Set<String> multiValuedFields() {
        return Set.of();
    }

    private Texts texts(final Locale locale) {
        return new Texts(() -> locale, getClass().getClassLoader());
    }

    /** The texts in the language of the server, for its logs. */
    @Nonnull
    final Texts serverTexts() {
        return texts(serverLanguage);
    }

    /** The texts in the language of whoever uses the command. */
    @Nonnull
    final Texts texts(@Nonnull final CommandSession data) {
        return texts(languages.apply(data.getOwner()));
    }

    /** The first value of a field that was filled in, without blanks around it; empty where there is none. */
    @Nonnull
    static String value(@Nonnull final CommandSession data, @Nonnull final String field) {
        return data.getData().getOrDefault(field, List.of()).stream().findFirst().orElse("").trim();
    }
}
