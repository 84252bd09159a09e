package io.ostiary.command;

import io.ostiary.resp.Request;

/**
 * What permissions judge a request by: a command's own row, or that of a server behind this one.
 * Immutable and safe from any thread.
 */
public interface CommandFacts {

  /** The number of a command of which nothing is known: who may not run all may not run it. */
  int UNTOLD = Integer.MIN_VALUE;

  /** Takes the keys of a request. */
  interface KeyVisitor {

    /**
     * Takes one.
     *
     * @param position among the request's arguments
     * @param reads whether what the key holds is told
     * @param writes whether what the key holds is changed
     */
    void key(int position, boolean reads, boolean writes);

    /**
     * Takes those of which it cannot be told from the request which they are.
     *
     * @param position of the argument by which they are found; 0 where none says it
     * @param writes whether they are changed, too
     */
    void anyKeys(int position, boolean writes);
  }

  /** In lower case; a subcommand's is {@code container|name}. */
  String fullName();

  /** The full name that it has without {@code rename-command}: what it does goes by that. */
  String originalName();

  /** From {@link CommandNumbers}, by the name that it has without {@code rename-command}. */
  int number();

  /** Whether a request of so many arguments fits. */
  boolean takes(int count);

  /** Whether no permission is needed: it may run before the client has logged in. */
  boolean needsNoPermission();

  /** Visits the keys of a request. */
  void visitKeys(Request request, KeyVisitor visitor);
}
