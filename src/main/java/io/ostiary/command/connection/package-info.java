/** What a client says of its own connection: hello, who it is, which database, goodbye. */
package io.ostiary.command.connection;
