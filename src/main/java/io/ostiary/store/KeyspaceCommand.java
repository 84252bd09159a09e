package io.ostiary.store;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** What a command does to one database, whose lock it holds meanwhile. */
@FunctionalInterface
interface KeyspaceCommand {

  Reply run(Keyspace keyspace, Request request);
}
