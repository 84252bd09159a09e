package io.ostiary.it;

/** The exit status and the output of a process. */
record Ended(int status, String out, String err) {}
