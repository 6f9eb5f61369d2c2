/** What runs in the server's process to start it, and to end it with its parent. */
package org.igniterealtime.openfire.plugin.mucpulse.harness.launcher;
