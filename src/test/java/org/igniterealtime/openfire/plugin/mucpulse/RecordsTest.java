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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing of the plugin is held after it was unloaded: see the description of its package on records. */
class RecordsTest {

    private static final Set<String> COMPARISONS = Set.of("equals", "hashCode");

    @Test
    void recordsThatAreComparedWriteOutHow() {
        final List<JavaMethodCall> comparisons = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackagesOf(MucPulsePlugin.class).stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> COMPARISONS.contains(call.getName()) && call.getTargetOwner().isRecord())
            .toList();

        assertThat(comparisons).isNotEmpty().allSatisfy(call ->
            assertThat(isWrittenOut(call.getTargetOwner(), call.getName())).as(call.getDescription()).isTrue());
    }

    /** What the compiler makes calls nothing and reads no field: it is linked when it is first called. */
    private static boolean isWrittenOut(final JavaClass type, final String method) {
        return type.getMethods().stream().filter(one -> one.getName().equals(method))
            .anyMatch(one -> !one.getAccessesFromSelf().isEmpty());
    }
}
