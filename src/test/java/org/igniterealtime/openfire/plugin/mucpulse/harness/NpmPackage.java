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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A package of the npm registry, unmodified. It is downloaded once, to the folder that the build writes to, and checked
 * against its hash.
 *
 * @param name the package's name
 * @param version its version
 * @param integrity what the registry says of its content: {@code sha512-} and the hash
 */
record NpmPackage(String name, String version, String integrity) {

    private static final String REGISTRY = "https://registry.npmjs.org/";
    private static final String HASH = "sha512-";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final int OCTAL = 8;

    /**
     * Sees to it that the package is there.
     *
     * @return why it is not; empty if it is
     */
    Optional<String> fetch() {
        if (Files.exists(archive())) {
            return Optional.empty();
        }
        Optional<String> problem = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            problem = download();
            if (problem.isEmpty()) {
                break;
            }
        }
        return problem;
    }

    private Optional<String> download() {
        final URI source = URI.create(REGISTRY + name + "/-/" + name + "-" + version + ".tgz");
        try {
            final HttpResponse<byte[]> answer = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20)).build()
                .send(HttpRequest.newBuilder(source).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                return Optional.of(source + " answers " + answer.statusCode());
            }
            if (!integrity.equals(HASH + Base64.getEncoder().encodeToString(
                MessageDigest.getInstance("SHA-512").digest(answer.body())))) {
                return Optional.of(source + " is not what it was");
            }
            Files.createDirectories(archive().getParent());
            final Path whole = Files.createTempFile(archive().getParent(), name, ".part");
            Files.write(whole, answer.body());
            Files.move(whole, archive(), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(source + " cannot be read: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(source + " was not read to its end");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-512", e);
        }
    }

    private Path archive() {
        return OpenfireServer.workFolder().resolve("npm").resolve(name + "-" + version + ".tgz");
    }

    /**
     * Unpacks a folder of the package, which was {@linkplain #fetch() fetched}.
     *
     * @param folder the folder, such as {@code dist/}
     * @return the files' contents by their paths within the folder; without source maps, which are large
     */
    Map<String, byte[]> unpack(final String folder) {
        final String prefix = "package/" + folder;
        final Map<String, byte[]> files = new HashMap<>();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(archive())))) {
            for (byte[] header = in.readNBytes(BLOCK); header.length == BLOCK && header[0] != 0;
                 header = in.readNBytes(BLOCK)) {
                final String path = text(header, 0, NAME_LENGTH);
                final int size = Integer.parseInt(text(header, SIZE_AT, SIZE_LENGTH), OCTAL);
                final byte[] content = in.readNBytes(size);
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if ((header[TYPE_AT] == '0' || header[TYPE_AT] == 0) && path.startsWith(prefix) && !path.endsWith(".map")) {
                    files.put(path.substring(prefix.length()), content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String text(final byte[] header, final int from, final int length) {
        final String field = new String(header, from, length, StandardCharsets.UTF_8);
        final int end = field.indexOf('\0');
        return (end < 0 ? field : field.substring(0, end)).trim();
    }
}
