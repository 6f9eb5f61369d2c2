/** Integration tests: real clients, the packaged plugin, a real server. */
package org.igniterealtime.openfire.plugin.mucpulse.it;
