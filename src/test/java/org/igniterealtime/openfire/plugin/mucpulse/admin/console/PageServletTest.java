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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answer;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Page;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.PageRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** What all pages have in common: who is admitted, and where forms come from. */
@ExtendWith(MockitoExtension.class)
class PageServletTest {

    @Mock
    private HttpServletRequest request;
    @Mock
    private HttpServletResponse response;
    @Mock
    private HttpSession session;

    private final Map<String, Object> attributes = new HashMap<>();
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final FormTokens tokens = new FormTokens();
    private final List<String> heard = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Page page = new Page() {
        @Override
        @Nonnull
        public Answer show(@Nonnull final PageRequest asked) {
            heard.add("show " + asked.text("a"));
            return new Answer.NotFound();
        }

        @Override
        @Nonnull
        public Answer showAgain(@Nonnull final PageRequest form) {
            heard.add("show again " + form.text("a"));
            return new Answer.NotFound();
        }

        @Override
        @Nonnull
        public Answer submit(@Nonnull final PageRequest asked) {
            heard.add("submit " + asked.text("a"));
            names.addAll(asked.parameters().keySet());
            return Answer.done("page.jsp", Map.of("room", "a b&c=ü@x"), "Well done.");
        }
    };
    private final PageServlet servlet = new PageServlet(page,
        new ConsoleFrame(administrators, tokens, TestTexts.english(), new Views(), "1"));

    @BeforeEach
    void browser() {
        lenient().when(request.getSession(false)).thenReturn(session);
        lenient().when(request.getSession()).thenReturn(session);
        lenient().when(request.getRequestURI()).thenReturn("/plugins/mucpulse/page.jsp");
        lenient().when(request.getParameterMap()).thenReturn(Map.of("a", new String[] {" b "}));
        lenient().when(session.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        lenient().doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
            .when(session).setAttribute(anyString(), any());
    }

    private void send(final String method) throws Exception {
        lenient().when(request.getMethod()).thenReturn(method);
        if ("POST".equals(method)) {
            servlet.doPost(request, response);
        } else {
            servlet.doGet(request, response);
        }
    }

    @Test
    void console_onlyAdministratorsAreAdmitted() throws Exception {
        administrators.signOut();

        send("GET");
        send("POST");

        assertThat(heard).isEmpty();
        verify(response, times(2)).setStatus(HttpServletResponse.SC_FORBIDDEN);
    }

    @Test
    void console_formWithoutTokenIsRefused() throws Exception {
        tokens.of(session);

        send("POST");

        assertThat(heard).isEmpty();
        verify(response).sendRedirect("/plugins/mucpulse/page.jsp");
        assertThat(attributes.get(PageServlet.BAD_NEWS)).asString().contains("Nothing was changed");
    }

    @Test
    void console_formOfAnEarlierSessionIsShownAgainWithWhatWasTyped() throws Exception {
        tokens.of(session);
        when(request.getHeader("Sec-Fetch-Site")).thenReturn("same-origin");

        send("POST");

        assertThat(heard).containsExactly("show again b");
        verify(response, never()).sendRedirect(anyString());
        assertThat(attributes.get(PageServlet.BAD_NEWS)).asString().contains("send it again");
    }

    @Test
    void console_whatOthersTypedIsNotShown() throws Exception {
        tokens.of(session);
        when(request.getHeader("Sec-Fetch-Site")).thenReturn("cross-site");
        lenient().when(request.getHeader("Origin")).thenReturn("http://evil.example");
        when(request.getQueryString()).thenReturn("room=a%40b");

        send("POST");

        assertThat(heard).isEmpty();
        verify(response).sendRedirect("/plugins/mucpulse/page.jsp?room=a%40b");
    }

    @Test
    void console_originCountsWhereTheBrowserSaysNothingElse() throws Exception {
        tokens.of(session);
        when(request.getHeader("Sec-Fetch-Site")).thenReturn(null);
        when(request.getHeader("Host")).thenReturn("chat.example:9090");
        when(request.getHeader("Origin")).thenReturn("http://evil-chat.example:9090", "http://chat.example:9090");

        send("POST");
        assertThat(heard).isEmpty();
        send("POST");
        assertThat(heard).containsExactly("show again b");
    }

    @Test
    void console_formWithAnotherTokenIsRefused() throws Exception {
        final String token = tokens.of(session);
        lenient().when(request.getParameter(FormTokens.FIELD)).thenReturn(token.substring(1) + "x");

        send("POST");

        assertThat(heard).isEmpty();
    }

    @Test
    void console_formOfASessionWithoutTokenIsRefused() throws Exception {
        lenient().when(request.getParameter(FormTokens.FIELD)).thenReturn("");

        send("POST");

        assertThat(heard).isEmpty();
    }

    @Test
    void console_acceptedFormIsFollowedByARedirectWithTheNews() throws Exception {
        final String token = tokens.of(session);
        lenient().when(request.getParameter(FormTokens.FIELD)).thenReturn(token);

        send("POST");

        assertThat(heard).containsExactly("submit b");
        verify(response).sendRedirect("page.jsp?room=a+b%26c%3D%C3%BC%40x");
        assertThat(attributes).containsEntry(PageServlet.GOOD_NEWS, "Well done.");
    }

    @Test
    void console_formThatSaysTwoThingsAboutAFieldIsRefused() throws Exception {
        final String token = tokens.of(session);
        lenient().when(request.getParameter(FormTokens.FIELD)).thenReturn(token);
        when(request.getHeader("Sec-Fetch-Site")).thenReturn("same-origin");
        when(request.getParameterMap()).thenReturn(Map.of("a", new String[] {"b", "c"}));

        send("POST");
        assertThat(heard).containsExactly("show again b");
        assertThat(attributes.get(PageServlet.BAD_NEWS)).asString().startsWith("Nothing was changed");

        when(request.getParameterMap()).thenReturn(Map.of("a", new String[] {"b", "b"}));
        send("POST");
        assertThat(heard).containsExactly("show again b", "submit b");
    }

    @Test
    void console_tokenIsNoFieldOfAPage() throws Exception {
        final String token = tokens.of(session);
        lenient().when(request.getParameter(FormTokens.FIELD)).thenReturn(token);
        when(request.getParameterMap()).thenReturn(Map.of("a", new String[] {"b"}, FormTokens.FIELD, new String[] {token}));

        send("POST");

        assertThat(names).containsExactly("a");
    }

    @Test
    void console_lookingNeedsNoToken() throws Exception {
        send("GET");

        assertThat(heard).containsExactly("show b");
        verify(response).sendError(HttpServletResponse.SC_NOT_FOUND);
        verify(response, never()).sendRedirect(anyString());
    }

    @Test
    void console_tokenLastsAsLongAsTheSession() {
        assertThat(tokens.of(session)).hasSize(43).isEqualTo(tokens.of(session));
    }
}
