package io.ostiary.store;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** What a command does to one database, while nobody else is in it. */
@FunctionalInterface
interface KeyspaceCommand {

  Reply run(Keyspace keyspace, Request request);
}
