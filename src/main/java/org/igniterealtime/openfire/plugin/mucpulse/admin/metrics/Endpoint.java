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

/**
 * Something that programs read by GET or HEAD.
 * <p>
 * It is a filter, as every request that a plugin's servlet answers makes Openfire 5 create a session where there is
 * none, and forget the token of the forms that are open elsewhere in the console. Should the console have lost its
 * filters, as when it was restarted, the servlet does the same. A refusal has no body, as the console would put a page
 * for users around it.
 */
abstract class Endpoint extends HttpServlet implements Filter {

    private static final long serialVersionUID = 1L;

    @Override
    public void init(final FilterConfig config) {
        // Nothing is configured.
    }

    @Override
    public void doFilter(final ServletRequest request, final ServletResponse response, final FilterChain chain)
        throws IOException {
        service((HttpServletRequest) request, (HttpServletResponse) response);
    }

    @Override
    protected void service(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
        if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) {
            answer(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    /** Answers a request of one of the two methods. */
    abstract void answer(@Nonnull HttpServletRequest request, @Nonnull HttpServletResponse response)
        throws IOException;

    /** Sends a text, or how long it is where no more is asked for. */
    static void send(@Nonnull final HttpServletRequest request, @Nonnull final HttpServletResponse response,
                     @Nonnull final String type, @Nonnull final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        if ("GET".equals(request.getMethod())) {
            response.getOutputStream().write(bytes);
        }
    }
}
