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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;

/**
 * The answer of a page to a request: a view to show, a file, or the address of another page.
 */
public sealed interface Answer {

    /**
     * Something to look at.
     *
     * @param view the name of the view
     * @param model what it shows, by name
     * @param valid whether the request made sense: a form that is shown again, with what is wrong in it, did not
     */
    record View(@Nonnull String view, @Nonnull Map<String, Object> model, boolean valid) implements Answer {

        /** Takes a copy. */
        public View {
            model = Map.copyOf(model);
        }
    }

    /**
     * Go elsewhere, as after every form that was understood.
     *
     * @param page the page, relative to this one
     * @param parameters its parameters
     * @param anchor the id of the part of the page to show, empty text for its beginning
     * @param notice what to tell there, empty for nothing
     */
    record Redirect(@Nonnull String page, @Nonnull Map<String, String> parameters, @Nonnull String anchor,
                    @Nonnull Optional<Notice> notice) implements Answer {

        /** Takes a copy. */
        public Redirect {
            parameters = Map.copyOf(parameters);
        }

        /**
         * The address to go to.
         *
         * @return a relative address, encoded
         */
        @Nonnull
        public String location() {
            return address(page, parameters, anchor);
        }
    }

    /**
     * The address of a page.
     *
     * @param page the page, relative to this one
     * @param parameters its parameters
     * @param anchor the id of the part of the page to show, empty text for its beginning
     * @return a relative address, encoded
     */
    @Nonnull
    static String address(@Nonnull final String page, @Nonnull final Map<String, String> parameters,
                          @Nonnull final String anchor) {
        final String query = parameters.entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(entry -> encode(entry.getKey()) + '=' + encode(entry.getValue())).collect(Collectors.joining("&"));
        return page + (query.isEmpty() ? "" : '?' + query) + (anchor.isEmpty() ? "" : '#' + encode(anchor));
    }

    private static String encode(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A file: a picture to show, or something to save. */
    final class File implements Answer {

        private final String type;
        private final String name;
        private final byte[] content;

        /**
         * Creates it.
         *
         * @param type the type of its content, for the browser
         * @param name the name under which it is saved; empty text for a picture, which is shown
         * @param content the content
         */
        public File(@Nonnull final String type, @Nonnull final String name, @Nonnull final byte[] content) {
            this.type = type;
            this.name = name;
            this.content = content.clone();
        }

        /**
         * The type of the content.
         *
         * @return as HTTP has it
         */
        @Nonnull
        public String type() {
            return type;
        }

        /**
         * The name under which it is saved.
         *
         * @return a name without anything that would need to be quoted, or empty text
         */
        @Nonnull
        public String name() {
            return name;
        }

        /**
         * The content.
         *
         * @return a copy
         */
        @Nonnull
        public byte[] content() {
            return content.clone();
        }
    }

    /** There is no such thing. */
    record NotFound() implements Answer {
    }

    /**
     * Something to tell on the next page.
     *
     * @param text the text, in the administrator's language
     * @param good whether it is good news
     */
    record Notice(@Nonnull String text, boolean good) {
    }

    /**
     * Shows something.
     *
     * @param view the name of the view
     * @param model what it shows, by name
     * @return the answer
     */
    @Nonnull
    static Answer show(@Nonnull final String view, @Nonnull final Map<String, Object> model) {
        return new View(view, model, true);
    }

    /**
     * Shows a form again that cannot be accepted.
     *
     * @param view the name of the view
     * @param model what it shows, by name
     * @return the answer
     */
    @Nonnull
    static Answer refuse(@Nonnull final String view, @Nonnull final Map<String, Object> model) {
        return new View(view, model, false);
    }

    /**
     * Goes to another page, with good news.
     *
     * @param page the page
     * @param parameters its parameters
     * @param text the news, in the administrator's language
     * @return the answer
     */
    @Nonnull
    static Answer done(@Nonnull final String page, @Nonnull final Map<String, String> parameters,
                       @Nonnull final String text) {
        return new Redirect(page, parameters, "", Optional.of(new Notice(text, true)));
    }

    /**
     * Goes to another page, with bad news.
     *
     * @param page the page
     * @param parameters its parameters
     * @param text the news, in the administrator's language
     * @return the answer
     */
    @Nonnull
    static Answer failed(@Nonnull final String page, @Nonnull final Map<String, String> parameters,
                         @Nonnull final String text) {
        return new Redirect(page, parameters, "", Optional.of(new Notice(text, false)));
    }
}
