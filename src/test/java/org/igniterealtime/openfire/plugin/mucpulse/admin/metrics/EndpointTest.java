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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.FilterChain;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeProperties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics for programs: which methods are answered, to whom, and how. */
class EndpointTest {

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final FilterChain chain = mock(FilterChain.class);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final FakeProperties properties = new FakeProperties();
    private final MetricsAccess access = new MetricsAccess(() -> Optional.ofNullable(
        properties.values.get(MetricsAccess.PROPERTY)), properties, new FakeAdministrators(), TestTexts.english());
    private final Overview overview = new Overview(new MetricRegistry(List::of, Map.of()), new History(),
        new HealthCheck(List.of()), limit -> List.of(), "1.2.3", TestTexts.english());
    private final MetricsServlet metrics = new MetricsServlet(overview, access);

    @BeforeEach
    void whoAsksHasTheToken() throws Exception {
        final String token = access.renew("admin");
        lenient().when(request.getHeader("Authorization")).thenReturn("Bearer " + token);
        lenient().when(response.getOutputStream()).thenReturn(new ServletOutputStream() {
            @Override
            public void write(final int one) {
                sent.write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(final WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void metrics_areSentToWhoAsks() throws Exception {
        when(request.getMethod()).thenReturn("GET");

        metrics.doFilter(request, response, chain);

        assertThat(sent.toString(StandardCharsets.UTF_8)).contains("mucpulse_info{version=\"1.2.3\"} 1");
        verify(response).setContentLength(sent.size());
        verify(chain, never()).doFilter(any(), any());
    }

    @Test
    void metrics_headIsTheSameWithoutTheBody() throws Exception {
        when(request.getMethod()).thenReturn("HEAD");

        metrics.doFilter(request, response, chain);

        assertThat(sent.size()).isZero();
        verify(response).setContentType("text/plain; version=0.0.4; charset=utf-8");
        verify(response).setContentLength(overview.toPrometheus().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void metrics_otherMethodsAreNotAllowed(final String method) throws Exception {
        when(request.getMethod()).thenReturn(method);

        metrics.doFilter(request, response, chain);

        verify(response).setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        verify(response).setHeader("Allow", "GET, HEAD");
        assertThat(sent.size()).isZero();
    }

    @Test
    void metrics_makeNoSession() throws Exception {
        when(request.getMethod()).thenReturn("GET");

        metrics.doFilter(request, response, chain);

        verify(request, never()).getSession();
        verify(request, never()).getSession(true);
    }

    @Test
    void metrics_withoutTheTokenThereIsNothing() throws Exception {
        when(request.getMethod()).thenReturn("HEAD");
        when(request.getHeader("Authorization")).thenReturn("Bearer wrong");

        metrics.doFilter(request, response, chain);

        verify(response).setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        verify(response, never()).setContentType(anyString());
    }
}
