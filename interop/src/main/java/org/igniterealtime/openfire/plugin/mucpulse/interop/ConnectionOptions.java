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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import eu.geekplace.javapinning.java7.Java7Pinning;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

/**
 * What Smack's framework lacks for connections to some servers, as system properties:
 *
 * <ul>
 *   <li>{@code sinttest.port}: the port for clients, together with {@code sinttest.host};
 *   <li>{@code sinttest.serviceTlsPin}: the only certificate to trust. The framework has this option itself, but Smack
 *       4.5.0-beta5 replaces the trust manager of the SSL context that the framework makes of it.
 * </ul>
 */
final class ConnectionOptions {

    private ConnectionOptions() {
    }

    /** Adds them to a connection's configuration. */
    static void apply(final XMPPTCPConnectionConfiguration.Builder builder) {
        final Integer port = Integer.getInteger("sinttest.port");
        if (port != null) {
            builder.setPort(port);
        }
        final String pin = System.getProperty("sinttest.serviceTlsPin", "");
        if (!pin.isEmpty()) {
            builder.setCustomX509TrustManager(Java7Pinning.trustManagerForPin(pin));
        }
    }
}
