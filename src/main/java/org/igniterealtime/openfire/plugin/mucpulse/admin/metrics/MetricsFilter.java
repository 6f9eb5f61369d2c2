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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nonnull;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;

/**
 * The metrics and the health of the overview as JSON, for administrators who are logged in. Safe for use by several
 * threads.
 * <p>
 * It is a filter, as every request that a plugin's servlet answers makes Openfire 5 forget the token of the forms that
 * are open elsewhere in the console. Should the console have lost its filters, as when it was restarted, the servlet
 * does the same.
 */
public final class MetricsFilter extends HttpServlet implements Filter {

    private static final long serialVersionUID = 1L;

    public static final String URL = "numbers";

    private final transient Overview overview;
    private final transient Administrators administrators;

    public MetricsFilter(@Nonnull final Overview overview, @Nonnull final Administrators administrators) {
        this.overview = overview;
        this.administrators = administrators;
    }

    @Override
    public void init(final FilterConfig config) {
        // Nothing is configured.
    }

    @Override
    public void doFilter(final ServletRequest request, final ServletResponse response, final FilterChain chain)
        throws IOException {
        final HttpServletResponse answer = (HttpServletResponse) response;
        if ("GET".equals(((HttpServletRequest) request).getMethod())) {
            doGet((HttpServletRequest) request, answer);
        } else {
            answer.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    @Override
    protected void doGet(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
        if (administrators.signedIn(request).isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setContentType("application/json; charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(overview.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
