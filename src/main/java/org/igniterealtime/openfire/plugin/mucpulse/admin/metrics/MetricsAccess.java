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

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Properties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;

/**
 * Decides who may read the metrics without being logged in: those who send the token. The token is shown once, when it
 * is created; only its hash is stored. As long as there is no token, access is refused. Safe for use by several
 * threads.
 */
public final class MetricsAccess {

    /** The property that holds the token's hash. */
    public static final String PROPERTY = "mucpulse.metrics.token-hash";
    /** The buttons. */
    public static final String ON = "metricsOn";
    public static final String OFF = "metricsOff";

    private static final int LENGTH = 32;

    private final SecureRandom random = new SecureRandom();
    private final Supplier<Optional<String>> hash;
    private final Properties properties;
    private final Administrators administrators;
    private final Texts texts;

    public MetricsAccess(@Nonnull final Supplier<Optional<String>> hash, @Nonnull final Properties properties,
                  @Nonnull final Administrators administrators, @Nonnull final Texts texts) {
        this.hash = hash;
        this.properties = properties;
        this.administrators = administrators;
        this.texts = texts;
    }

    /** Whether anybody may read the metrics. */
    public boolean isOn() {
        return hash.get().isPresent();
    }

    /** Whether this is the token. Takes the same time for every wrong one. */
    public boolean admits(@Nonnull final String token) {
        return hash.get().filter(expected -> MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
            hashOf(token).getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    /** Makes a token; any earlier one is worth nothing from now on. */
    @Nonnull
    public String renew(@Nonnull final String administrator) {
        final byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        final String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        properties.set(PROPERTY, hashOf(token));
        administrators.log(administrator, texts.get("audit.metrics.on"), "");
        return token;
    }

    /** Takes the token back. */
    public void revoke(@Nonnull final String administrator) {
        properties.delete(PROPERTY);
        administrators.log(administrator, texts.get("audit.metrics.off"), "");
    }

    private static String hashOf(final String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
    }
}
