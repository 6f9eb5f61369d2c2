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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogCheckTest {

    private static final String OURS = "org.igniterealtime.openfire.plugin.mucpulse.rai.Rai";
    private static final String TIME = "2026.11.21 00:50:04.772 ";
    private static final String WARNING = TIME + "WARN  [main]: " + OURS + " - What is that?";
    private static final String TRACE = TIME + "ERROR [main]: org.jivesoftware.openfire.Other - Failed\n"
            + "java.lang.IllegalStateException\n\tat " + OURS + ".run(Rai.java:1)";
    private static final String FOREIGN = TIME + "ERROR [main]: org.jivesoftware.openfire.Other - Failed\n"
            + "java.lang.IllegalStateException\n"
            + "\tat org.igniterealtime.openfire.plugin.mucpulse.testplugin.Commands.run(Commands.java:1)";
    private static final String HARMLESS = TIME + "INFO  [main]: " + OURS + " - WARN is just a word here";

    @Test
    void ourWarningsAndTracesAreFound() {
        final String log = String.join("\n", HARMLESS, WARNING, FOREIGN, TRACE, HARMLESS);
        assertThat(LogCheck.findings(log, List.of())).containsExactly(WARNING, TRACE);
    }

    @Test
    void expectedWarningsAreNot() {
        assertThat(LogCheck.findings(WARNING, List.of(Pattern.compile("What is that")))).isEmpty();
    }
}
