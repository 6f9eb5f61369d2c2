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
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real browser (Chromium) that looks at a server's admin console. Not thread-safe.
 *
 * <p>What the browser complains of, such as a violated content security policy, is kept for {@link #complaints()}.
 */
public final class ConsoleBrowser implements AutoCloseable {

    private static final String ADMIN = "admin";

    private final OpenfireServer server;
    private final String plugin;
    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    private ConsoleBrowser(final OpenfireServer server, final String plugin, final Playwright playwright, final Browser browser) {
        this.server = server;
        this.plugin = plugin;
        this.playwright = playwright;
        this.browser = browser;
        this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900)
                .setLocale("en"));
        context.setDefaultTimeout(30_000);
        context.onConsoleMessage(message -> {
            if ("error".equals(message.type()) && !message.location().contains("favicon")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
    }

    /**
     * Starts a browser. Classes that call this carry {@link NeedsChromium}.
     *
     * @param server a server whose console is open
     * @return a browser in which nobody is signed in
     * @throws IllegalStateException if there is no Chromium on this machine
     */
    public static ConsoleBrowser open(final OpenfireServer server) {
        return open(server, ServerControl.PLUGIN);
    }

    /**
     * Starts a browser for a plugin whose JAR has another name. Classes that call this carry {@link NeedsChromium}.
     *
     * @param server a server whose console is open
     * @param plugin the name by which the server knows MUC Pulse
     * @return a browser in which nobody is signed in
     * @throws IllegalStateException if there is no Chromium on this machine
     */
    public static ConsoleBrowser open(final OpenfireServer server, final String plugin) {
        final Playwright playwright = playwright();
        return new ConsoleBrowser(server, plugin, playwright, launch(playwright));
    }

    /** What drives the browser that this machine has, and downloads none. */
    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** Starts the browser that this machine has; throws an {@link IllegalStateException} if it has none. */
    static Browser launch(final Playwright playwright) {
        return playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Chromium.path())
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    /**
     * The address of a page of the plugin.
     *
     * @param page what comes after the plugin's own path
     * @return a URL
     */
    public String url(final String page) {
        return root() + "/plugins/" + plugin + "/" + page;
    }

    /**
     * The address of a page of the server.
     *
     * @param page its path without the first slash
     * @return a URL
     */
    public String serverUrl(final String page) {
        return root() + "/" + page;
    }

    private String root() {
        return "http://127.0.0.1:" + server.adminPort();
    }

    /**
     * Opens a page in a new tab.
     *
     * @return an empty page
     */
    public Page newPage() {
        return context.newPage();
    }

    /**
     * Signs the administrator in and opens a page of the plugin.
     *
     * @param page what comes after the plugin's own path
     * @return the page, in a new tab
     */
    public Page signIn(final String page) {
        return signIn(ADMIN, ADMIN, page);
    }

    /**
     * Signs somebody in and opens a page of the plugin.
     *
     * @param user the username
     * @param password the password
     * @param page what comes after the plugin's own path
     * @return the page, or whatever comes instead, in a new tab
     */
    public Page signIn(final String user, final String password, final String page) {
        final Page tab = newPage();
        if (server.hasLoginPage()) {
            tab.navigate(root() + "/login.jsp?url="
                    + URLEncoder.encode("/plugins/" + plugin + "/" + page, StandardCharsets.UTF_8));
            tab.fill("input[name=username]", user);
            tab.fill("input[name=password]", password);
            tab.press("input[name=password]", "Enter");
            tab.waitForURL(url(page));
        } else {
            server.control().openTestConsole();
            tab.navigate(root() + "/plugins/mucpulse-control/login?username=" + user + "&password=" + password
                    + "&url=" + URLEncoder.encode("/plugins/" + plugin + "/" + page, StandardCharsets.UTF_8));
        }
        return tab;
    }

    /** Forgets who is signed in, as when a session expires. */
    public void signOut() {
        context.clearCookies();
    }

    /**
     * What the browser complained of since the last call.
     *
     * @return the messages
     */
    public List<String> complaints() {
        final List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /**
     * Keeps a picture of a page in the build's output.
     *
     * @param page the page
     * @param name what the file is called, without its ending
     * @return the file
     */
    public Path picture(final Page page, final String name) {
        final Path file = OpenfireServer.workFolder().resolve("screenshots/" + server.control().version())
                .resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return file;
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
