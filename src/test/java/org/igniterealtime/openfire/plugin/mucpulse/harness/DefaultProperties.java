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

import java.util.LinkedHashMap;
import java.util.Map;

/** What every server of the tests is told: to serve clients on one port, and nobody else. */
final class DefaultProperties {

    private DefaultProperties() {
    }

    /** The port for clients, which may be another whenever the server starts. */
    static Map<String, String> port(final int clientPort) {
        final Map<String, String> properties = new LinkedHashMap<>();
        properties.put("xmpp.socket.plain.port", Integer.toString(clientPort));
        return properties;
    }

    /** The port for clients in browsers, or a negative number if there is to be none. */
    static Map<String, String> web(final int webPort) {
        final Map<String, String> properties = new LinkedHashMap<>();
        properties.put("httpbind.enabled", Boolean.toString(webPort >= 0));
        if (webPort >= 0) {
            properties.put("httpbind.port.plain", Integer.toString(webPort));
            properties.put("httpbind.port.secure", Integer.toString(Ports.pick()));
        }
        return properties;
    }

    /** All else, which a server is told once. */
    static Map<String, String> of(final String domain) {
        final Map<String, String> properties = new LinkedHashMap<>();
        properties.put("xmpp.domain", domain);
        properties.put("xmpp.client.tls.policy", "disabled");
        properties.put("xmpp.auth.anonymous", "true");

        properties.put("xmpp.socket.ssl.active", "false");
        properties.put("xmpp.server.socket.active", "false");
        properties.put("xmpp.server.socket.ssl.active", "false");
        properties.put("xmpp.server.ssl.active", "false");
        properties.put("xmpp.component.socket.active", "false");
        properties.put("xmpp.component.ssl.active", "false");
        properties.put("xmpp.multiplex.socket.active", "false");
        properties.put("xmpp.multiplex.ssl.active", "false");
        properties.put("flash.crossdomain.enabled", "false");
        properties.put("xmpp.proxy.enabled", "false");
        properties.put("mediaproxy.enabled", "false");
        properties.put("multicastDNS.enabled", "false");
        properties.put("update.service-enabled", "false");
        properties.put("update.notify-admins", "false");
        return properties;
    }
}
