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

/**
 * A server could not be set up, started, reached or stopped. The message is one sentence for a person, who can act on
 * it without a stack trace.
 */
public class OpenfireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports what went wrong.
     *
     * @param message one sentence for a person
     */
    public OpenfireException(final String message) {
        super(message);
    }

    /**
     * Reports what went wrong, and why.
     *
     * @param message one sentence for a person
     * @param cause what led to it
     */
    public OpenfireException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
