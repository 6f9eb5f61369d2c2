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
/**
 * What several packages have to know of protocols: namespaces, encrypted content, the values of form fields, the
 * conditions of errors, and which addresses and domains are the same.
 * {@code Namespaces} has the namespaces that more than one package uses; those of a single protocol are constants of
 * the feature that implements it, such as {@code rai.Rai.NAMESPACE}. The classes have static functions and constants
 * only, but for {@code AddressHash} with its key, and use neither Openfire nor any other package of the plugin.
 */
package org.igniterealtime.openfire.plugin.mucpulse.xmpp;
