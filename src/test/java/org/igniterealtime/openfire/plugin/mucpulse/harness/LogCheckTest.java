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
