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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.io.SAXReader;
import org.junit.jupiter.api.Test;

/** The description of the project: the specifications that it implements, as the documents for people have them. */
class DoapTest {

    private static final Namespace XMPP = Namespace.get("https://linkmauve.fr/ns/xmpp-doap#");
    private static final Pattern XEP = Pattern.compile("xep-(\\d{4})\\.html");
    private static final Pattern WITH_VERSION =
        Pattern.compile("xep-(\\d{4})\\.html\">[^<]*</a>\\s*[,(]\\s*version\\s+([\\d.]+\\d)");

    private static List<Element> supported() throws DocumentException {
        final Element project = new SAXReader().read(Path.of("mucpulse.doap").toFile()).getRootElement().elements().get(0);
        return project.elements("implements").stream()
            .map(element -> element.element(QName.get("SupportedXep", XMPP))).collect(Collectors.toList());
    }

    private static String child(final Element supported, final String name) {
        return supported.element(QName.get(name, XMPP)).getText();
    }

    private static Map<String, String> versions() throws DocumentException {
        final Map<String, String> versions = new TreeMap<>();
        for (final Element supported : supported()) {
            final Matcher address = XEP.matcher(supported.element(QName.get("xep", XMPP)).attribute(0).getValue());
            assertThat(address.find()).isTrue();
            assertThat(versions.put(address.group(1), child(supported, "version"))).isNull();
            assertThat(child(supported, "status")).isIn("complete", "partial");
        }
        return versions;
    }

    @Test
    void specificationsOfTheFeaturesAreListed() throws DocumentException {
        assertThat(versions()).containsKeys("0437", "0316", "0085", "0194", "0452", "0372", "0060", "0050");
    }

    @Test
    void versionsAreThoseOfTheDocumentsForPeople() throws DocumentException, IOException {
        final Map<String, String> versions = versions();
        int compared = 0;
        for (final String document : List.of("readme.html", "changelog.html")) {
            final Matcher named =
                WITH_VERSION.matcher(Files.readString(Path.of(document), StandardCharsets.UTF_8));
            while (named.find()) {
                assertThat(versions.get(named.group(1))).as("XEP-%s in %s", named.group(1), document)
                    .matches(version -> version.equals(named.group(2)) || version.equals(named.group(2) + ".0"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(2);
    }
}
