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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.time.Instant;
import javax.annotation.Nullable;

/**
 * An account of this server, as it was when it was looked up. Two accounts that had the same name one after the other
 * differ in when they were made. Immutable.
 *
 * @param created when the account was made, to the millisecond; {@code null} where it is kept by somebody else, such as
 *     a directory, who does not tell
 */
public record Account(@Nullable Instant created) {
}
