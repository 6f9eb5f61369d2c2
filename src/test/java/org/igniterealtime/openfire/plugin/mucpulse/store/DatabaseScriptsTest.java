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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import com.alibaba.druid.sql.ast.SQLStatement;
import com.alibaba.druid.sql.ast.statement.SQLColumnDefinition;
import com.alibaba.druid.sql.ast.statement.SQLCommitStatement;
import com.alibaba.druid.sql.ast.statement.SQLCreateIndexStatement;
import com.alibaba.druid.sql.ast.statement.SQLCreateTableStatement;
import com.alibaba.druid.sql.ast.statement.SQLInsertStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jivesoftware.database.DbConnectionManager.DatabaseType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** D1: there is a script for each database, the server can run it, and all of them make the same tables. */
class DatabaseScriptsTest {

    private static final Path FOLDER = Path.of("src", "main", "database");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+) \\((.*)\\).*");
    private static final int LONGEST_NAME = 30;

    private enum Script {
        COCKROACHDB(DbType.postgresql), DB2(DbType.db2), FIREBIRD(DbType.other), HSQLDB(DbType.hsql),
        MARIADB(DbType.mariadb), MYSQL(DbType.mysql), ORACLE(DbType.oracle), POSTGRESQL(DbType.postgresql),
        SQLSERVER(DbType.sqlserver);

        private final DbType dialect;

        Script(final DbType dialect) {
            this.dialect = dialect;
        }

        Path path() {
            return FOLDER.resolve("mucpulse_" + name().toLowerCase(Locale.ROOT) + ".sql");
        }

        /** The statements as the server cuts a script into them. */
        List<String> statements() throws IOException {
            return statements(path());
        }

        List<String> statements(final Path script) throws IOException {
            final List<String> statements = new ArrayList<>();
            final StringBuilder statement = new StringBuilder();
            for (final String line : Files.readAllLines(script)) {
                final boolean comment = Stream.of("//", "--", "#", "REM", "/*", "*").anyMatch(line.trim()::startsWith);
                if (!line.isBlank() && !comment) {
                    statement.append(' ').append(line);
                }
                if (line.trim().endsWith(";")) {
                    assertThat(comment).as("comment that looks like the end of a statement: " + line).isFalse();
                    statement.deleteCharAt(statement.length() - 1);
                    statements.add(statement.toString().trim());
                    statement.setLength(0);
                }
            }
            assertThat(statement).as("after the last semicolon").isEmpty();
            return statements;
        }

        /** The columns of each table in order, and whether they may be null. */
        Map<String, List<String>> tables() throws IOException {
            final Map<String, List<String>> tables = new TreeMap<>();
            for (final String statement : statements()) {
                final Matcher table = TABLE.matcher(statement);
                if (table.matches()) {
                    tables.put(table.group(1), Stream.of(table.group(2).split(",(?![^(]*\\))")).map(String::trim)
                        .filter(column -> !column.matches("(?:CONSTRAINT|PRIMARY|INDEX) .*"))
                        .map(column -> column.split(" ")[0] + (column.endsWith("NOT NULL") ? " NOT NULL" : "")).toList());
                }
            }
            return tables;
        }

        /** The columns of each index and primary key. */
        List<String> indexes() throws IOException {
            final List<String> indexes = new ArrayList<>();
            for (final String statement : statements()) {
                final Matcher table = TABLE.matcher(statement);
                if (table.matches()) {
                    final Matcher index = Pattern.compile("(PRIMARY KEY|INDEX \\w+) \\(([^)]*)\\)").matcher(statement);
                    while (index.find()) {
                        indexes.add(table.group(1) + ": " + index.group(2));
                    }
                }
                final Matcher index = Pattern.compile("CREATE INDEX \\w+ ON (\\w+) \\(([^)]*)\\)").matcher(statement);
                if (index.matches()) {
                    indexes.add(index.group(1) + ": " + index.group(2));
                }
            }
            return indexes;
        }
    }

    static Stream<DatabaseType> databasesOfTheServer() {
        return Stream.of(DatabaseType.values())
            .filter(type -> type != DatabaseType.unknown && type != DatabaseType.interbase);
    }

    @ParameterizedTest
    @MethodSource("databasesOfTheServer")
    void d1_thereIsAScriptForEachDatabaseThatTheServerKnows(final DatabaseType type) {
        assertThat(FOLDER.resolve("mucpulse_" + type + ".sql")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void d1_allScriptsMakeTheSameTablesWithTheSameIndexes(final Script script) throws IOException {
        assertThat(script.tables()).hasSize(9).isEqualTo(Script.HSQLDB.tables());
        assertThat(script.indexes()).containsExactlyInAnyOrderElementsOf(Script.HSQLDB.indexes());
        assertThat(script.statements()).contains("INSERT INTO ofVersion (name, version) VALUES ('mucpulse', 5)");
    }

    @ParameterizedTest
    @EnumSource
    void d1_theVersionIsInsertedLastAsItSaysThatAllIsThere(final Script script) throws IOException {
        final List<String> statements = script.statements();

        assertThat(statements.get(statements.size() - (script == Script.ORACLE ? 2 : 1))).startsWith("INSERT INTO ofVersion");
        assertThat(statements.get(statements.size() - 1).equals("commit")).isEqualTo(script == Script.ORACLE);
    }

    @ParameterizedTest
    @EnumSource
    void d1_namesAreShortEnoughForEveryDatabase(final Script script) throws IOException {
        final Matcher name = Pattern.compile("\\w+").matcher(String.join(" ", script.statements()));

        assertThat(name.results().map(found -> found.group())).allSatisfy(word ->
            assertThat(word).hasSizeLessThanOrEqualTo(LONGEST_NAME));
    }

    @ParameterizedTest
    @EnumSource
    void d1_everyStatementIsUnderstoodInItsDialect(final Script script) throws IOException {
        final TreeSet<String> tables = new TreeSet<>();
        for (final String sql : script.statements()) {
            // What the parser does not know of Firebird, which a server of its own proves.
            final String plain = script == Script.FIREBIRD ? sql.replace("BLOB SUB_TYPE TEXT", "BLOB")
                .replaceAll(" CHARACTER SET \\w+", "") : sql;
            final SQLStatement statement = SQLUtils.parseSingleStatement(plain, script.dialect);

            assertThat(statement).as(sql).isInstanceOfAny(SQLCreateTableStatement.class, SQLCreateIndexStatement.class,
                SQLInsertStatement.class, SQLCommitStatement.class);
            if (statement instanceof SQLCreateTableStatement table) {
                tables.add(table.getTableName());
                assertThat(table.getTableElementList().stream().filter(SQLColumnDefinition.class::isInstance)).as(sql)
                    .hasSameSizeAs(script.tables().get(table.getTableName()));
            }
        }
        assertThat(tables).isEqualTo(Script.HSQLDB.tables().keySet());
    }

    /** Before version 4 there were tables in HSQLDB alone. */
    @ParameterizedTest
    @EnumSource
    void d1_everyDatabaseIsUpgradedFromTheVersionBefore(final Script script) throws IOException {
        final List<String> installation = script.statements();
        final List<String> upgrade =
            script.statements(FOLDER.resolve("upgrade/5").resolve(script.path().getFileName()));
        final String version = "UPDATE ofVersion SET version=5 WHERE name='mucpulse'";

        assertThat(upgrade).contains(version);
        assertThat(upgrade.stream().filter(sql -> sql.startsWith("CREATE")).map(sql -> sql.replace("IF NOT EXISTS ", "")))
            .hasSizeGreaterThanOrEqualTo(1).allMatch(sql -> sql.contains("ofMucPulseNickname"))
            .containsExactlyElementsOf(installation.stream().filter(sql -> sql.contains("ofMucPulseNickname")).toList());
        assertThat(upgrade.get(upgrade.size() - 1)).isEqualTo(script == Script.ORACLE ? "commit" : version);
        // What the parser does not know of Firebird and HSQLDB, which servers of their own prove.
        assertThat(upgrade).allSatisfy(sql -> assertThat(SQLUtils.parseSingleStatement(
            script == Script.FIREBIRD ? sql.replaceAll(" CHARACTER SET \\w+", "") : sql.replace("INDEX IF NOT EXISTS", "INDEX"),
            script.dialect)).isNotNull());
    }

    @ParameterizedTest
    @EnumSource(names = {"DB2", "FIREBIRD"})
    void d1_nullIsNotSaidWhereItIsNotUnderstood(final Script script) throws IOException {
        assertThat(script.statements()).noneMatch(sql -> sql.replace("NOT NULL", "").contains("NULL"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void d1_tablesTakeEveryCharacterAndCompareBytes(final Script script) throws IOException {
        assertThat(script.statements()).filteredOn(sql -> sql.startsWith("CREATE TABLE")).hasSize(9)
            .allMatch(sql -> sql.endsWith(") DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
    }

    @Test
    void d1_mysqlAndMariaDbAreTheSame() throws IOException {
        assertThat(Files.readString(Script.MYSQL.path())).isEqualTo(Files.readString(Script.MARIADB.path()));
    }

    @ParameterizedTest
    @EnumSource
    void d2_keysAreHashesAndNeverTexts(final Script script) throws IOException {
        assertThat(script.indexes()).allSatisfy(index -> assertThat(index.split(": ")[1].split(", ")).allMatch(column ->
            List.of("userKey", "roomKey", "authorKey", "nodeKey", "itemKey", "lastVisit", "lastActivity", "itemOrder", "nickKey", "lastUsed",
                "feature", "name", "retracted").contains(column)));
    }
}
