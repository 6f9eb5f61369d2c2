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

/** A server that clients can log in to. */
public interface XmppServer {

    /**
     * The domain that the server serves.
     *
     * @return a domain
     */
    String domain();

    /**
     * The domain of the MUC service that the server's users meet in, which may be another server's.
     *
     * @return a domain
     */
    String mucDomain();

    /**
     * The address that the server listens on.
     *
     * @return an address of the loopback interface
     */
    default String host() {
        return "127.0.0.1";
    }

    /**
     * The port for clients, on {@link #host()}.
     *
     * @return a port
     */
    int clientPort();
}
