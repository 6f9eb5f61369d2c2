/** Starts real Openfire servers in processes of their own, and drives them with real XMPP clients. */
package org.igniterealtime.openfire.plugin.mucpulse.harness;
