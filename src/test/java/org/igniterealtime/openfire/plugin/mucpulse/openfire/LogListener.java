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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nonnull;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** Gathers what a class logs, and keeps it from the console, until it is closed. */
public final class LogListener extends AppenderSkeleton implements AutoCloseable {

    private final Logger logger;
    private final List<LoggingEvent> heard = new CopyOnWriteArrayList<>();

    /**
     * Begins to listen.
     *
     * @param type whose log to listen to
     */
    public LogListener(@Nonnull final Class<?> type) {
        logger = Logger.getLogger(type);
        logger.setAdditivity(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(this);
    }

    @Override
    protected void append(final LoggingEvent event) {
        heard.add(event);
    }

    /**
     * What was logged with a certain level.
     *
     * @param level the level
     * @return the messages in order
     */
    @Nonnull
    public List<String> heard(@Nonnull final Level level) {
        return heard.stream().filter(event -> event.getLevel().equals(level)).map(LoggingEvent::getRenderedMessage)
            .toList();
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(null);
        logger.setAdditivity(true);
    }

    @Override
    public boolean requiresLayout() {
        return false;
    }
}
