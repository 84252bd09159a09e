/**
 * The gateway: commands that are not answered here go to a server behind this one, and its replies
 * come back as they are. Many clients share few connections to it; one whose state needs a
 * connection of its own has it for as long as that lasts.
 *
 * <pre>{@code
 * request ─> ClientRoute ─> UpstreamConnection ─> one write for all that a loop turn gathered
 *                ^                  │
 *                └── ReplyTarget <──┴─ Exchange, ReplyScanner <─ what was read, as it is
 * }</pre>
 */
package io.ostiary.gateway;
