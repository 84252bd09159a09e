package io.ostiary.settings;

/** Who judges a client's AUTH; {@code AUTO} is the gateway where the URL has credentials. */
public enum UpstreamAuth {
  AUTO,
  /** The gateway, which logs in upstream by the URL's credentials. */
  GATEWAY,
  /** The upstream server, which is shown what the client gave. */
  PASSTHROUGH
}
