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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import javax.annotation.Nonnull;
import javax.servlet.Servlet;
import javax.servlet.ServletException;

/**
 * Finds pages that the build compiled. The servlet container of each version of the server has its own names for
 * compiled pages; these are named by the build alone, and are loaded by that name.
 */
public final class CompiledView {

    private CompiledView() {
    }

    /**
     * Loads a page.
     *
     * @param className the name of the class that the build made of it
     * @return the page, not yet initialized
     * @throws ServletException where there is none of that name
     */
    @Nonnull
    public static Servlet load(@Nonnull final String className) throws ServletException {
        try {
            return (Servlet) Class.forName(className).getDeclaredConstructor().newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new ServletException("There is no view " + className, e);
        }
    }
}
