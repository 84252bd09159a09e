/** Commands about the calling connection itself: protocol, login, database, end. */
package io.ostiary.command.connection;
