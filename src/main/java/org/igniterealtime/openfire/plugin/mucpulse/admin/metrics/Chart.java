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

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/**
 * A chart of the last hour, as the view draws it: a line with an area below it, a scale at the left, times below, and a
 * dot for each sample that says its time and value. Immutable. The names of the records are those that the view uses.
 *
 * @param metric the metric's name
 * @param label what the metric is called
 * @param points the line, as SVG has it
 * @param area the area below the line, as SVG has it
 * @param dots the samples, the oldest first
 * @param scale the marks of the scale, from 0 to a round number that is not below any sample
 * @param times the marks of the time, from the left to the right
 * @param now the newest sample, for a person
 * @param most the greatest of all, for a person
 * @param description what the chart shows, for those who do not see it
 * @param quiet whether all samples are zero
 */
public record Chart(@Nonnull String metric, @Nonnull String label, @Nonnull String points, @Nonnull String area,
                    @Nonnull List<Dot> dots, @Nonnull List<Mark> scale, @Nonnull List<Mark> times,
                    @Nonnull String now, @Nonnull String most, @Nonnull String description, boolean quiet) {

    /** The size of the picture, and where in it the samples are drawn. The view has the same numbers. */
    static final int WIDTH = 320;
    static final int HEIGHT = 120;
    static final int LEFT = 46;
    static final int RIGHT = 310;
    static final int TOP = 10;
    static final int BOTTOM = 98;

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Takes copies. */
    public Chart {
        dots = List.copyOf(dots);
        scale = List.copyOf(scale);
        times = List.copyOf(times);
    }

    /**
     * A sample.
     *
     * @param x how far from the left
     * @param y how far from the top
     * @param left how far from the left the pointer may be to show it
     * @param anchor which end of the text stands there, as SVG has it
     * @param text when it was taken, and its value
     */
    public record Dot(@Nonnull String x, @Nonnull String y, @Nonnull String left, @Nonnull String anchor,
                      @Nonnull String text) {
    }

    /**
     * A mark of a scale.
     *
     * @param at how far from the left or the top
     * @param anchor which end of the text stands there, as SVG has it
     * @param text the text
     */
    public record Mark(@Nonnull String at, @Nonnull String anchor, @Nonnull String text) {
    }

    /**
     * Draws samples, the newest at the right.
     *
     * @param metric the metric
     * @param samples its samples, the oldest first, one a minute; at most {@link History#MINUTES}
     * @param newest when the newest sample was taken
     * @param texts the texts in the language
     */
    @Nonnull
    static Chart of(@Nonnull final Metric metric, @Nonnull final List<Long> samples, @Nonnull final Instant newest,
                    @Nonnull final Texts texts) {
        final String label = texts.get("chart." + metric.name());
        final DateTimeFormatter clock = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
            .withLocale(texts.locale()).withZone(ZoneId.systemDefault());
        final long most = samples.stream().mapToLong(Long::longValue).max().orElse(0);
        final long top = roundNumber(most);
        final int empty = History.MINUTES - samples.size();
        final StringJoiner points = new StringJoiner(" ");
        final List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            final long value = samples.get(i);
            points.add(x(empty + i) + ',' + y(value, top));
            dots.add(new Dot(x(empty + i), y(value, top), number(column(empty + i) - step() / 2),
                anchor(empty + i), time(clock, newest, empty + i) + " · " + shown(texts, value)));
        }
        final String area = samples.isEmpty() ? ""
            : x(empty) + ',' + BOTTOM + ' ' + points + ' ' + RIGHT + ',' + BOTTOM;
        final String now = shown(texts, samples.isEmpty() ? 0 : samples.get(samples.size() - 1));
        final String from = time(clock, newest, 0);
        final String to = time(clock, newest, History.MINUTES - 1);
        final int middle = History.MINUTES / 2;
        return new Chart(metric.name(), label, points.toString(), area, dots, scale(top, texts.locale()),
            List.of(new Mark(x(0), "start", from), new Mark(x(middle), "middle", time(clock, newest, middle)),
                new Mark(x(History.MINUTES - 1), "end", to)),
            now, shown(texts, most), texts.get("chart.description", label, now, shown(texts, most), from, to),
            most == 0);
    }

    /** So that the text stays within the picture. */
    private static String anchor(final int minute) {
        return minute < History.MINUTES / 3 ? "start" : minute < 2 * History.MINUTES / 3 ? "middle" : "end";
    }

    private static String shown(final Texts texts, final long value) {
        return texts.get("value.number", value);
    }

    private static String time(final DateTimeFormatter clock, final Instant newest, final int minute) {
        return clock.format(newest.minus(INTERVAL.multipliedBy(History.MINUTES - 1L - minute)));
    }

    /** 1, 2 or 5 times a power of ten, and not below a value. */
    static long roundNumber(final long value) {
        long power = 1;
        while (power < value / 10) {
            power *= 10;
        }
        for (final int times : List.of(1, 2, 5, 10, 20, 50)) {
            if (times * power >= value) {
                return times * power;
            }
        }
        return value;
    }

    private static List<Mark> scale(final long top, final Locale locale) {
        final NumberFormat format = NumberFormat.getCompactNumberInstance(locale, NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(1);
        return Stream.of(0L, top % 2 == 0 ? top / 2 : 0, top).distinct()
            .map(value -> new Mark(y(value, top), "end", format.format(value))).toList();
    }

    private static double step() {
        return (double) (RIGHT - LEFT) / (History.MINUTES - 1);
    }

    private static double column(final int minute) {
        return LEFT + minute * step();
    }

    private static String x(final int minute) {
        return number(column(minute));
    }

    private static String y(final long value, final long top) {
        return number(BOTTOM - (double) value / top * (BOTTOM - TOP));
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
