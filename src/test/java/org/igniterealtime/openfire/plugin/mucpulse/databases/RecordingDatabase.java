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
package org.igniterealtime.openfire.plugin.mucpulse.databases;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/** Notes every statement that is prepared, with the parameters of its first execution, and can have them explained. */
final class RecordingDatabase implements Database {

    private final RealDatabase database;
    /** The calls that set the parameters, by statement. */
    private final Map<String, List<Call>> statements = new TreeMap<>();

    RecordingDatabase(final RealDatabase database) {
        this.database = database;
    }

    private record Call(Method method, Object[] arguments) {
    }

    @Override
    @Nonnull
    public Connection open() throws SQLException {
        return proxy(Connection.class, database.open(), (connection, method, arguments, result) ->
            "prepareStatement".equals(method.getName()) ? record((String) arguments[0], (PreparedStatement) result)
                : result);
    }

    private PreparedStatement record(final String sql, final PreparedStatement statement) {
        // Lists of any length are one statement.
        final String name = sql.replaceAll("IN \\([?,]+\\)", "IN (?)").replaceAll("(\\([^()]*\\))(?: OR \\1)+", "$1 OR ...")
            .replaceAll(" LIMIT \\d+", " LIMIT n");
        final List<Call> calls = new ArrayList<>();
        return proxy(PreparedStatement.class, statement, (target, method, arguments, result) -> {
            if (method.getName().matches("set(?:String|Long|Int|Null)")) {
                calls.add(new Call(method, arguments));
            } else if (method.getName().matches("execute.*|addBatch")) {
                statements.putIfAbsent(name, prefixed(sql, calls));
                calls.clear();
            }
            return result;
        });
    }

    /** The statement itself is the first of the calls. */
    private static List<Call> prefixed(final String sql, final List<Call> calls) {
        final List<Call> all = new ArrayList<>();
        all.add(new Call(null, new Object[] {sql}));
        all.addAll(calls);
        return all;
    }

    @FunctionalInterface
    private interface After {
        Object apply(Object target, Method method, Object[] arguments, Object result) throws SQLException;
    }

    private static <T> T proxy(final Class<T> type, final T target, final After after) {
        final InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return after.apply(target, method, arguments, method.invoke(target, arguments));
            } catch (final InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The lines of the plan of every statement, in the order of the statements. */
    Map<String, List<String>> plans(final String preparation) throws Exception {
        final Map<String, List<String>> plans = new LinkedHashMap<>();
        try (Connection connection = database.open()) {
            if (!preparation.isEmpty()) {
                connection.createStatement().execute(preparation);
            }
            for (final Map.Entry<String, List<Call>> entry : statements.entrySet()) {
                plans.put(entry.getKey(), explain(connection, entry.getValue()));
            }
        }
        return plans;
    }

    private static List<String> explain(final Connection connection, final List<Call> calls) throws Exception {
        final List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + calls.get(0).arguments()[0])) {
            for (final Call call : calls.subList(1, calls.size())) {
                call.method().invoke(statement, call.arguments());
            }
            try (ResultSet row = statement.executeQuery()) {
                final int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    lines.add(columns == 1 ? row.getString(1)
                        : String.format("%s: %s by %s, about %s rows %s", row.getString("table"), row.getString("type"),
                            row.getString("key"), row.getString("rows"), row.getString("Extra")));
                }
            }
        }
        return lines;
    }
}
