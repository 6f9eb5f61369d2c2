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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/**
 * A small chart of the last hour, as the view draws it. Immutable.
 *
 * @param metric the number's name
 * @param label what it is called
 * @param points the line, as SVG has it
 * @param area the area below the line, as SVG has it
 * @param now the newest sample
 * @param most the greatest of all
 */
public record Chart(@Nonnull String metric, @Nonnull String label, @Nonnull String points, @Nonnull String area,
                    long now, long most) {

    /** The size of the picture. */
    static final int WIDTH = 240;
    static final int HEIGHT = 48;

    /** Draws samples, the newest at the right. */
    @Nonnull
    static Chart of(@Nonnull final Metric metric, @Nonnull final String label, @Nonnull final List<Long> samples) {
        final long most = samples.stream().mapToLong(Long::longValue).max().orElse(0);
        final StringJoiner points = new StringJoiner(" ");
        final double step = (double) WIDTH / (History.MINUTES - 1);
        final int empty = History.MINUTES - samples.size();
        for (int i = 0; i < samples.size(); i++) {
            points.add(point((empty + i) * step, samples.get(i), most));
        }
        final String area = samples.isEmpty() ? ""
            : point(empty * step, 0, 1) + ' ' + points + ' ' + point(WIDTH, 0, 1);
        return new Chart(metric.name(), label, points.toString(), area,
            samples.isEmpty() ? 0 : samples.get(samples.size() - 1), most);
    }

    /** A pixel is left above and below, for the breadth of the line. */
    private static String point(final double x, final long value, final long most) {
        final double share = most == 0 ? 0 : (double) value / most;
        return String.format(Locale.ROOT, "%.1f,%.1f", x, HEIGHT - 1 - share * (HEIGHT - 2));
    }
}
