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

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What axe-core finds that keeps people from using a page. */
public final class Accessibility {

    private static final String SCRIPT = "/axe.min.js";
    /** What the server's own frame has around a page is not looked at. */
    private static final String RUN = "async () => (await axe.run('.mucpulse')).violations"
            + ".map(v => ({impact: v.impact, id: v.id, help: v.help, where: v.nodes.map(n => n.html).join(' | ')}))";

    private Accessibility() {
    }

    /**
     * Looks at the part of a page that is the plugin's.
     *
     * @param page a page of the plugin
     * @return what is serious or critical, for a person; empty if nothing is
     */
    public static List<String> seriousFindings(final Page page) {
        // Past the page's content security policy, which forbids scripts in the page.
        page.evaluate(script());
        final List<String> serious = new ArrayList<>();
        for (final Object finding : (List<?>) page.evaluate(RUN)) {
            final Map<?, ?> violation = (Map<?, ?>) finding;
            if (List.of("serious", "critical").contains(String.valueOf(violation.get("impact")))) {
                serious.add(violation.get("id") + ": " + violation.get("help") + ": " + violation.get("where"));
            }
        }
        return serious;
    }

    private static String script() {
        try (InputStream in = com.deque.html.axecore.playwright.AxeBuilder.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
