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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview.Cell;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview.Row;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview.Table;

/** Arranges the metrics as the overview shows them. The names of the records are those that the view uses. */
public final class OverviewNumbers {

    private OverviewNumbers() {
    }

    /** A number of the server that is shown first, and the sum over all servers, empty text where there is one. */
    public record Figure(@Nonnull String metric, @Nonnull String feature, @Nonnull String label,
                         @Nonnull String value, @Nonnull String all) {
    }

    /** A feature above the columns of its numbers. */
    public record Heading(@Nonnull String feature, @Nonnull List<String> labels) {

        /** Takes a copy. */
        public Heading {
            labels = List.copyOf(labels);
        }
    }

    /** A number with its name. */
    public record Number(@Nonnull String metric, @Nonnull String label, @Nonnull Cell cell) {
    }

    /** A service with the numbers that are shown first. */
    public record ServiceLine(@Nonnull String service, @Nonnull List<Number> numbers) {

        /** Takes a copy. */
        public ServiceLine {
            numbers = List.copyOf(numbers);
        }
    }

    /** All numbers of a feature, those that are zero by themselves. */
    public record Group(@Nonnull String feature, @Nonnull String title, @Nonnull List<Number> numbers,
                        @Nonnull List<Number> zeros) {

        /** Takes copies. */
        public Group {
            numbers = List.copyOf(numbers);
            zeros = List.copyOf(zeros);
        }
    }

    /** The numbers of the whole server that are shown first. */
    @Nonnull
    static List<Figure> figures(@Nonnull final List<Table> tables) {
        return tables.stream().flatMap(table -> table.rows().stream().filter(Row::headline)
            .map(row -> new Figure(row.metric(), table.title(), row.label(), row.cells().get(0).value(),
                row.all()))).toList();
    }

    private static Stream<Row> columns(final Table table) {
        return table.rows().stream().filter(row -> row.headline() && row.perService());
    }

    /** The columns of the table of services. */
    @Nonnull
    static List<Heading> headings(@Nonnull final List<Table> tables) {
        return tables.stream().map(table -> new Heading(table.title(), columns(table).map(Row::label).toList()))
            .filter(heading -> !heading.labels().isEmpty()).toList();
    }

    /** The rows of the table of services. */
    @Nonnull
    static List<ServiceLine> lines(@Nonnull final List<Table> tables, @Nonnull final List<String> services) {
        return services.stream().map(service -> new ServiceLine(service,
            tables.stream().flatMap(OverviewNumbers::columns).flatMap(row -> number(row, service)).toList())).toList();
    }

    private static Stream<Number> number(final Row row, final String service) {
        return row.cells().stream().filter(cell -> cell.service().equals(service))
            .map(cell -> new Number(row.metric(), row.label(), cell));
    }

    /**
     * All numbers of a service, or of the server.
     *
     * @param service the service's domain, empty text for the server
     */
    @Nonnull
    static List<Group> groups(@Nonnull final List<Table> tables, @Nonnull final String service) {
        final List<Group> groups = new ArrayList<>();
        for (final Overview.Table table : tables) {
            final List<Number> all = table.rows().stream().flatMap(row -> number(row, service)).toList();
            if (!all.isEmpty()) {
                groups.add(new Group(table.feature(), table.title(),
                    all.stream().filter(one -> one.cell().number() != 0).toList(),
                    all.stream().filter(one -> one.cell().number() == 0).toList()));
            }
        }
        return groups;
    }
}
