/** What there is to ask and tell of the server itself: settings, figures, commands, its end. */
package io.ostiary.command.server;
