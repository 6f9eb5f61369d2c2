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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import javax.servlet.jsp.jstl.core.Config;
import javax.servlet.jsp.jstl.fmt.LocalizationContext;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answer;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Page;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.PageRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the console and a page: admits administrators only, refuses forms that were not sent from one of our
 * pages, and shows the page's answer. A form that was accepted is followed by a redirect. Safe for use by several
 * threads.
 */
final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger Log = LoggerFactory.getLogger(PageServlet.class);

    /** What to tell on the next page, in the session: text alone, as the session may outlive the plugin. */
    static final String GOOD_NEWS = "mucpulse.success";
    static final String BAD_NEWS = "mucpulse.error";
    private static final int UNPROCESSABLE = 422;

    private final transient Page page;
    private final transient ConsoleFrame frame;

    PageServlet(@Nonnull final Page page, @Nonnull final ConsoleFrame frame) {
        this.page = page;
        this.frame = frame;
    }

    @Override
    protected void doGet(final HttpServletRequest request, final HttpServletResponse response)
        throws ServletException, IOException {
        final Optional<String> administrator = frame.administrators().signedIn(request);
        if (administrator.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        answer(page.show(request(administrator.get(), request)), request, response);
    }

    @Override
    protected void doPost(final HttpServletRequest request, final HttpServletResponse response)
        throws ServletException, IOException {
        final Optional<String> administrator = frame.administrators().signedIn(request);
        if (administrator.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else if (!frame.tokens().isPresent(request)) {
            Log.debug("A form of {} came without the right token.", administrator.get());
            refuse("console.token", administrator.get(), request, response);
        } else if (contradictsItself(request)) {
            Log.debug("A form of {} has a field twice.", administrator.get());
            refuse("console.twice", administrator.get(), request, response);
        } else {
            answer(page.submit(request(administrator.get(), request)), request, response);
        }
    }

    /** Whether a form has two values for a field, of which only one can count. */
    private static boolean contradictsItself(final HttpServletRequest request) {
        return request.getParameterMap().values().stream().anyMatch(all -> Stream.of(all).distinct().count() > 1);
    }

    private void refuse(final String why, final String administrator, final HttpServletRequest request,
                        final HttpServletResponse response) throws ServletException, IOException {
        request.getSession().setAttribute(BAD_NEWS, frame.texts().get(why));
        if (isFromHere(request)) {
            answer(page.showAgain(request(administrator, request)), request, response);
        } else {
            final String query = request.getQueryString();
            response.sendRedirect(request.getRequestURI() + (query == null ? "" : '?' + query));
        }
    }

    /** Whether the browser says that a form comes from this console; what others typed is not shown. */
    private static boolean isFromHere(final HttpServletRequest request) {
        final String site = request.getHeader("Sec-Fetch-Site");
        final String origin = request.getHeader("Origin");
        final String host = request.getHeader("Host");
        return site != null ? "same-origin".equals(site)
            : origin != null && host != null && origin.endsWith("://" + host);
    }

    private static PageRequest request(final String administrator, final HttpServletRequest request) {
        final Map<String, String> parameters = request.getParameterMap().entrySet().stream()
            .filter(entry -> entry.getValue().length > 0 && !FormTokens.FIELD.equals(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()[0]));
        return new PageRequest(administrator, parameters);
    }

    private void answer(final Answer answer, final HttpServletRequest request, final HttpServletResponse response)
        throws ServletException, IOException {
        if (answer instanceof Answer.View view) {
            show(view, request, response);
        } else if (answer instanceof Answer.File file) {
            send(file, response);
        } else if (answer instanceof Answer.Redirect redirect) {
            redirect.notice().ifPresent(notice ->
                request.getSession().setAttribute(notice.good() ? GOOD_NEWS : BAD_NEWS, notice.text()));
            response.sendRedirect(redirect.location());
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Nothing of a file is ever run, whatever it holds. */
    private static void send(final Answer.File file, final HttpServletResponse response) throws IOException {
        final byte[] content = file.content();
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        if (!file.name().isEmpty()) {
            response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + '"');
        }
        response.setContentType(file.type());
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private void show(final Answer.View view, final HttpServletRequest request, final HttpServletResponse response)
        throws ServletException, IOException {
        final HttpSession session = request.getSession();
        Config.set(request, Config.FMT_LOCALIZATION_CONTEXT,
            new LocalizationContext(frame.texts().bundle(), frame.texts().locale()));
        request.setAttribute("language", frame.texts().locale().toLanguageTag());
        request.setAttribute("version", frame.version());
        request.setAttribute("tokenField", FormTokens.FIELD);
        request.setAttribute("token", frame.tokens().of(session));
        request.setAttribute("goodNews", take(session, GOOD_NEWS));
        request.setAttribute("badNews", take(session, BAD_NEWS));
        view.model().forEach(request::setAttribute);
        response.setHeader("Cache-Control", "no-store");
        response.setCharacterEncoding("UTF-8");
        response.setContentType("text/html; charset=UTF-8");
        if (!view.valid()) {
            response.setStatus(UNPROCESSABLE);
        }
        frame.views().render(view.view(), request, response);
    }

    private static Object take(final HttpSession session, final String name) {
        final Object value = session.getAttribute(name);
        if (value != null) {
            session.removeAttribute(name);
        }
        return value;
    }
}
