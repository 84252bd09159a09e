package io.ostiary.store;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** The action of a command on one database; runs under its lock. */
@FunctionalInterface
interface KeyspaceCommand {

  Reply run(Keyspace keyspace, Request request);
}
