package org.igniterealtime.openfire.plugin.mucpulse.demo;

/** A short play about one feature, which proves what it shows. */
interface Scene {

    /** What it is about. */
    String title();

    /**
     * Plays it.
     *
     * @param stage where
     * @throws SceneFailure if something does not happen that should, or the other way round
     */
    void play(Stage stage);
}
