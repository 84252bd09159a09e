/** Commands about the server itself: CONFIG, COMMAND, INFO, TIME, SHUTDOWN. */
package io.ostiary.command.server;
