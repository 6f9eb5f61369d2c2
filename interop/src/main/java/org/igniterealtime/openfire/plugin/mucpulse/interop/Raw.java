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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.XmlEnvironment;

/** XML that is sent as it is written. */
final class Raw {

    private Raw() {
    }

    /** An element of a stanza. */
    static ExtensionElement element(final String xml) {
        final Xml parsed = Xml.parse(xml);
        return new ExtensionElement() {
            @Override
            public String getElementName() {
                return parsed.name();
            }

            @Override
            public String getNamespace() {
                return parsed.namespace();
            }

            @Override
            public CharSequence toXML(final XmlEnvironment environment) {
                return xml;
            }
        };
    }

    /**
     * A request.
     *
     * @param type get or set
     * @param name the name of its child element
     * @param namespace the namespace of its child element
     * @param content what is in that element
     */
    static IQ request(final IQ.Type type, final String name, final String namespace, final String content) {
        return new Request(type, name, namespace, content);
    }

    private static final class Request extends IQ {

        private final String content;

        Request(final Type type, final String name, final String namespace, final String content) {
            super(name, namespace);
            this.content = content;
            setType(type);
        }

        @Override
        protected IQChildElementXmlStringBuilder getIQChildElementBuilder(final IQChildElementXmlStringBuilder xml) {
            if (content.isEmpty()) {
                xml.setEmptyElement();
            } else {
                xml.rightAngleBracket().append(content);
            }
            return xml;
        }
    }
}
