package io.ostiary.settings;

/** How much is logged, from everything to warnings only. */
public enum LogLevel {
  DEBUG,
  VERBOSE,
  NOTICE,
  WARNING
}
