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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.servlet.Servlet;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.CompiledView;

/**
 * The views: JSPs that the build compiled. They are run without a detour through the console's dispatcher, which would
 * take them for requests of their own. Safe for use by several threads.
 */
final class Views {

    /** Where the build puts the classes. */
    static final String PACKAGE = "org.igniterealtime.openfire.plugin.mucpulse.admin.view.";

    private final Map<String, Servlet> views = new ConcurrentHashMap<>();

    /** Writes a view of what the request's attributes hold. */
    void render(@Nonnull final String name, @Nonnull final ServletRequest request,
                @Nonnull final ServletResponse response) throws ServletException, IOException {
        Servlet view = views.get(name);
        if (view == null) {
            view = load(name, request.getServletContext());
            final Servlet other = views.putIfAbsent(name, view);
            if (other != null) {
                view.destroy();
                view = other;
            }
        }
        view.service(request, response);
    }

    private static Servlet load(final String name, final ServletContext context) throws ServletException {
        final Servlet view = CompiledView.load(className(name));
        view.init(new NamedConfig(name, context));
        return view;
    }

    static String className(final String name) {
        return PACKAGE + name + "_jsp";
    }

    /** Lets go of all views. */
    void close() {
        views.values().forEach(Servlet::destroy);
        views.clear();
    }
}
