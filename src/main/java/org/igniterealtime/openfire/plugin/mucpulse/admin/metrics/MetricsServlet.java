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
import javax.annotation.Nonnull;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Answers requests for the metrics of the overview, in the format of Prometheus. Requires the token, but no login; as
 * long as there is no token, the answer is 404. Safe for use by several threads.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
 */
public final class MetricsServlet extends Endpoint {

    private static final long serialVersionUID = 1L;

    public static final String URL = "metrics";
    private static final String SCHEME = "Bearer ";

    private final transient Overview overview;
    private final transient MetricsAccess access;

    public MetricsServlet(@Nonnull final Overview overview, @Nonnull final MetricsAccess access) {
        this.overview = overview;
        this.access = access;
    }

    @Override
    void answer(@Nonnull final HttpServletRequest request, @Nonnull final HttpServletResponse response)
        throws IOException {
        final String authorization = request.getHeader("Authorization");
        if (!access.isOn()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            || !access.admits(authorization.substring(SCHEME.length()).trim())) {
            response.setHeader("WWW-Authenticate", "Bearer");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            send(request, response, "text/plain; version=0.0.4; charset=utf-8", overview.toPrometheus());
        }
    }
}
