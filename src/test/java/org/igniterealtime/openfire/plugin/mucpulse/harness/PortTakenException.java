package org.igniterealtime.openfire.plugin.mucpulse.harness;

/** Somebody else listens on the port that a server wants. */
final class PortTakenException extends OpenfireException {

    private static final long serialVersionUID = 1L;

    PortTakenException(final int port) {
        super("Port " + port + " on 127.0.0.1 is in use by another program.");
    }
}
