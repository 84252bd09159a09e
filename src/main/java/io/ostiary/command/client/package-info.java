/** {@code CLIENT}: who is connected, what they call themselves, and who must go. */
package io.ostiary.command.client;
