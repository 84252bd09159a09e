package io.ostiary.it;

/** What is left of a process: its exit status, and all that it wrote. */
record Ended(int status, String out, String err) {}
