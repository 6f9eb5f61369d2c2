/** A plugin for tests alone: it lets them reach into the server that MUC Pulse runs in. */
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;
