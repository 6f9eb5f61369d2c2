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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Converse.js as it is published, in a real browser, connected to a server through WebSocket. Not thread-safe.
 *
 * <p>Which stanzas went to and fro is kept for {@link #log()}, and what the browser complains of for {@link #complaints()}.
 *
 * @see <a href="https://conversejs.org/docs/html/configuration.html">the settings of Converse.js</a>
 */
public final class ConverseClient implements AutoCloseable {

    private static final NpmPackage PACKAGE = new NpmPackage("converse.js", "14.0.0",
        "sha512-LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q==");
    private static final String REQUIRED = "converse.required";
    private static final String FILES = "dist/";
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css",
        "json", "application/json", "html", "text/html", "wasm", "application/wasm", "svg", "image/svg+xml");

    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final HttpServer website;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /**
     * Tells whether the tests with Converse.js can run, or have to be tried because they must not be skipped.
     *
     * @return false if they are to be skipped
     */
    public static boolean isUsable() {
        final String required = System.getProperty(REQUIRED);
        return PACKAGE.fetch().isEmpty() || required != null && !"false".equals(required);
    }

    /**
     * Opens Converse.js in a browser of its own, and has it log in. Classes that call this carry {@link NeedsChromium} and
     * {@link NeedsConverse}.
     *
     * @param server the server, with its {@linkplain OpenfireServerBuilder#web() ports for browsers} open
     * @param user the username, which is the password as well
     * @param settings further settings, as members of a JavaScript object
     * @return the client, which has been told to connect
     */
    public static ConverseClient open(final OpenfireServer server, final String user, final String settings) {
        PACKAGE.fetch().ifPresent(problem -> {
            throw new IllegalStateException("There is no Converse.js. " + problem);
        });
        final Playwright playwright = ConsoleBrowser.playwright();
        return new ConverseClient(playwright, ConsoleBrowser.launch(playwright), page(server, user, settings));
    }

    private ConverseClient(final Playwright playwright, final Browser browser, final String html) {
        this.playwright = playwright;
        this.browser = browser;
        this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1000, 640).setLocale("en"));
        context.setDefaultTimeout(60_000);
        context.onConsoleMessage(message -> {
            log.add("[" + message.type() + "] " + message.text() + " (" + message.location() + ")");
            if ("error".equals(message.type())) {
                complaints.add(message.text() + " (" + message.location() + ")");
            }
        });
        // The logos of the sponsors.
        context.route("https://conversejs.org/**", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        context.onWebError(error -> complaints.add(error.error()));
        // Browsers trust what comes from this machine as if it were encrypted.
        final Map<String, byte[]> files = PACKAGE.unpack(FILES);
        try {
            website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        website.createContext("/", request -> answer(request, files, html));
        website.start();
        page = context.newPage();
        page.onWebSocket(socket -> {
            socket.onFrameSent(frame -> log.add("-> " + frame.text()));
            socket.onFrameReceived(frame -> log.add("<- " + frame.text()));
        });
        page.navigate("http://127.0.0.1:" + website.getAddress().getPort() + "/");
    }

    private static String page(final OpenfireServer server, final String user, final String settings) {
        return String.join("\n", "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Chat</title>",
            "<link rel='stylesheet' href='/dist/converse.min.css'>",
            "</head><body class='converse-fullscreen'><script type='module'>",
            "import converse from '/dist/converse.min.js';",
            "converse.initialize(Object.assign({",
            "  assets_path: '/dist/', i18n: 'en', discover_connection_methods: false, auto_login: true,",
            // What Openfire 5.1 refuses to configure in personal eventing.
            "  allow_bookmarks: false,",
            "  jid: '" + user + "@" + server.domain() + "', password: '" + user + "',",
            "  websocket_url: 'ws://127.0.0.1:" + server.webPort() + "/ws/'",
            "}, {", settings, "}));",
            "</script></body></html>");
    }

    private static void answer(final HttpExchange request, final Map<String, byte[]> files, final String html)
        throws IOException {
        final String path = request.getRequestURI().getPath().substring(1);
        final byte[] content = path.isEmpty() ? html.getBytes(StandardCharsets.UTF_8)
            : files.get(path.startsWith(FILES) ? path.substring(FILES.length()) : path);
        final String type = path.isEmpty() ? "html" : path.substring(path.lastIndexOf('.') + 1);
        request.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(type, "application/octet-stream"));
        final int status = content != null ? 200 : path.startsWith("favicon") ? 204 : 404;
        request.sendResponseHeaders(status, content == null ? -1 : content.length);
        try (OutputStream out = request.getResponseBody()) {
            if (content != null) {
                out.write(content);
            }
        }
        request.close();
    }

    /**
     * A room in the list of rooms at the side.
     *
     * @param room the room's JID
     * @return the list's entry, which need not be there yet
     */
    public Locator room(final String room) {
        return page.locator("converse-rooms-list li.available-chatroom[data-room-jid='" + room + "']");
    }

    /**
     * The page.
     *
     * @return the page that Converse.js runs in
     */
    public Page page() {
        return page;
    }

    /**
     * What was sent and received, and what Converse.js wrote to the console.
     *
     * @return lines, oldest first
     */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /**
     * What the browser complained of.
     *
     * @return the errors in its console
     */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /**
     * Keeps a picture of the page in the build's output.
     *
     * @param name what the file is called, without its ending
     */
    public void picture(final String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(output(name + ".png")));
    }

    private static Path output(final String name) {
        return OpenfireServer.workFolder().resolve("screenshots/converse").resolve(name);
    }

    /** Ends the browser, and keeps its last picture and the {@linkplain #log() log} in the build's output. */
    @Override
    public void close() {
        picture("end");
        try {
            Files.write(output("log.txt"), log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.close();
        browser.close();
        playwright.close();
        website.stop(0);
    }
}
