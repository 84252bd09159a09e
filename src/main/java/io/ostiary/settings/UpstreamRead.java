package io.ostiary.settings;

/** Which servers commands that only read are sent to. */
public enum UpstreamRead {
  PRIMARY,
  REPLICA
}
