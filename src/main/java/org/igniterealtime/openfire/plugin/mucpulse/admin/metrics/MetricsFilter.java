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
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;

/**
 * The metrics and the health of the overview as JSON, for administrators who are logged in. Safe for use by several
 * threads.
 */
public final class MetricsFilter extends Endpoint {

    private static final long serialVersionUID = 1L;

    public static final String URL = "numbers";

    private final transient Overview overview;
    private final transient Administrators administrators;

    public MetricsFilter(@Nonnull final Overview overview, @Nonnull final Administrators administrators) {
        this.overview = overview;
        this.administrators = administrators;
    }

    @Override
    void answer(@Nonnull final HttpServletRequest request, @Nonnull final HttpServletResponse response)
        throws IOException {
        if (administrators.signedIn(request).isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            send(request, response, "application/json; charset=UTF-8", overview.toJson());
        }
    }
}
