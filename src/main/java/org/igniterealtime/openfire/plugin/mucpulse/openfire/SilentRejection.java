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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import org.jivesoftware.openfire.interceptor.PacketRejectedException;

/**
 * Makes the server drop a message without sending an error to its sender. The only instance has neither a message nor a
 * stack trace, so that throwing it costs next to nothing.
 */
final class SilentRejection extends PacketRejectedException {

    static final SilentRejection INSTANCE = new SilentRejection();

    private static final long serialVersionUID = 1L;

    private SilentRejection() {
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
