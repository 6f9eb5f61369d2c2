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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.forms.DataForm;

/**
 * Writes configurations as text for the database, and reads them again. Safe for use by several threads.
 */
public final class NodeCodec {

    private static final Logger Log = LoggerFactory.getLogger(NodeCodec.class);
    /** A stored node remains valid when limits are lowered. */
    private static final MepSettings LENIENT = new MepSettings(true, Set.of(), Set.of(),
        Map.of(), MepSettings.Publishers.ADMIN, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE,
        Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false, MepLimits.DEFAULTS);

    private NodeCodec() {
    }

    /**
     * Writes a configuration: as the data form that would set it.
     *
     * @param configuration the configuration
     * @return XML
     */
    @Nonnull
    public static String encode(@Nonnull final NodeConfiguration configuration) {
        return ConfigurationForm.form(configuration, DataForm.Type.submit).asXML();
    }

    /**
     * Reads a configuration.
     *
     * @param text what {@link #encode} wrote
     * @return the configuration; that of a new node where the text cannot be understood
     */
    @Nonnull
    public static NodeConfiguration decode(@Nonnull final String text) {
        final NodeConfiguration defaults = NodeConfiguration.ofRoom(MepSettings.DEFAULTS);
        try {
            return ConfigurationForm.apply(DocumentHelper.parseText(text).getRootElement(), Pubsub.NODE_CONFIG,
                defaults, LENIENT).orElse(defaults);
        } catch (final DocumentException | MepException e) {
            Log.warn("The stored configuration of a node cannot be read, and is replaced by the default.", e);
            return defaults;
        }
    }
}
