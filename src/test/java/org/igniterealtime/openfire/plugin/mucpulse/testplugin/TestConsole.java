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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.admin.PluginFilter;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginServlet;

/** What the console of the embedded server lacks: a way to sign in, and a policy for the browser. */
final class TestConsole {

    private static final String LOGIN = "mucpulse-control/login";
    private static final String PAGES = "/plugins/mucpulse/";

    private final PluginManager plugins;
    private boolean open;

    TestConsole(final PluginManager plugins) {
        this.plugins = plugins;
    }

    synchronized void open() throws ServletException {
        if (!open) {
            open = true;
            PluginServlet.registerServlet(plugins, plugins.getPlugin("mucpulse-control"), new Login(), "/login");
            AuthCheckFilter.addExclude(LOGIN);
            PluginFilter.addPluginFilter(PAGES, new StrictPolicy());
        }
    }

    synchronized void close() {
        if (open) {
            open = false;
            AuthCheckFilter.removeExclude(LOGIN);
            if (!XMPPServer.getInstance().isShuttingDown()) {
                // Otherwise the console is gone already, with all filters.
                PluginFilter.removePluginFilter(PAGES, StrictPolicy.class.getName());
            }
        }
    }

    /** Signs in whoever has the password, and goes to the page that is asked for. */
    private static final class Login extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
            try {
                final AuthToken token =
                        AuthFactory.authenticate(request.getParameter("username"), request.getParameter("password"));
                request.getSession().setAttribute("jive.admin.authToken", token);
                response.sendRedirect(request.getParameter("url"));
            } catch (Exception e) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN, e.toString());
            }
        }
    }

    /** Stricter than the server's own policy: nothing inline, and nothing from elsewhere. */
    private static final class StrictPolicy implements Filter {

        @Override
        public void init(final FilterConfig config) {
            // There is nothing to set up.
        }

        @Override
        public void doFilter(final ServletRequest request, final ServletResponse response, final FilterChain chain)
                throws IOException, ServletException {
            ((HttpServletResponse) response).setHeader("Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            chain.doFilter(request, response);
        }

        @Override
        public void destroy() {
            // There is nothing to tear down.
        }
    }
}
