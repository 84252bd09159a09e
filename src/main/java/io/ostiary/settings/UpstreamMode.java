package io.ostiary.settings;

/** What stands behind the gateway; {@code AUTO} leaves it to the URL and to what is found there. */
public enum UpstreamMode {
  AUTO,
  SINGLE,
  CLUSTER,
  SENTINEL
}
