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
