package org.igniterealtime.openfire.plugin.mucpulse.demo;

/** A step of a scene did not go as it should. The message is one line for a person. */
final class SceneFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SceneFailure(final String message) {
        super(message);
    }
}
