/**
 * The RESP protocol, as bytes and values: it knows nothing of clients, sockets or commands.
 *
 * <ul>
 *   <li>{@link io.ostiary.resp.RequestDecoder} turns what a connection read into {@link
 *       io.ostiary.resp.Request}s, within the bounds of {@link io.ostiary.resp.DecodeLimits};
 *   <li>{@link io.ostiary.resp.Reply} is what a command answers, an immutable value;
 *   <li>{@link io.ostiary.resp.ReplyEncoder} writes a reply as RESP2 or RESP3;
 *   <li>{@link io.ostiary.resp.RequestEncoder} writes a request, to be passed on;
 *   <li>{@link io.ostiary.resp.ReplyDecoder} finds the replies of another server as {@link
 *       io.ostiary.resp.RawReply RawReplies}, to be passed on.
 * </ul>
 *
 * <p>Both directions work on the buffers they are given: a request's arguments are views of the
 * bytes as they were read, and a reply is written straight into the buffer that leaves.
 */
package io.ostiary.resp;
