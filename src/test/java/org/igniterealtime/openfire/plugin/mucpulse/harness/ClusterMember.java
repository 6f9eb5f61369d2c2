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

import java.util.List;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.databases.HomeDatabase;

/**
 * What makes a server one of a cluster.
 *
 * @param id the server's id in the cluster
 * @param host the server's address, an own one of the loopback interface, as all servers have the same ports
 * @param database the database that all have in common
 * @param hazelcast the text of conf/hazelcast-local-config.xml
 */
record ClusterMember(String id, String host, HomeDatabase database, String hazelcast) {

    /**
     * A member whose links to the others go through {@link ClusterLinks}.
     *
     * @param number the number of the server, from 1
     * @param database the database that all have in common
     * @param links the links
     */
    static ClusterMember of(final int number, final HomeDatabase database, final ClusterLinks links) {
        final List<String> members = links.addresses();
        return new ClusterMember("server-" + number, "127.0.0." + number, database, String.join("\n",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<hazelcast xmlns=\"http://www.hazelcast.com/schema/config\">",
                "  <network>",
                "    <public-address>" + members.get(number - 1) + "</public-address>",
                "    <port auto-increment=\"false\">" + links.memberPort(number) + "</port>",
                "    <join>",
                "      <multicast enabled=\"false\"/>",
                "      <tcp-ip enabled=\"true\">",
                members.stream().map(member -> "        <member>" + member + "</member>")
                        .collect(Collectors.joining("\n")),
                "      </tcp-ip>",
                "    </join>",
                "    <interfaces enabled=\"true\">",
                "      <interface>127.0.0.1</interface>",
                "    </interfaces>",
                "  </network>",
                "</hazelcast>",
                ""));
    }

    /** What the server's configuration says of the cluster. */
    String configuration() {
        return "  <clustering><enabled>true</enabled><nodeid>" + id + "</nodeid></clustering>";
    }

    /** What the virtual machine is told: to use the given addresses alone, and to notice soon who is gone or back. */
    static List<String> jvmOptions() {
        return List.of("-Dhazelcast.socket.bind.any=false", "-Dhazelcast.socket.client.bind.any=false",
                "-Dhazelcast.heartbeat.interval.seconds=1", "-Dhazelcast.max.no.heartbeat.seconds=10",
                "-Dhazelcast.merge.first.run.delay.seconds=5", "-Dhazelcast.merge.next.run.delay.seconds=5",
                "-Dhazelcast.phone.home.enabled=false");
    }
}
