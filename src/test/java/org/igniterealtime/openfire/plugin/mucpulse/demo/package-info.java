/** MUC Pulse at work, for a person to watch. */
package org.igniterealtime.openfire.plugin.mucpulse.demo;
