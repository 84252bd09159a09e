package io.ostiary.settings;

/** Whether those who connect with TLS have to show a certificate. */
public enum TlsAuthClients {
  /** They are not asked for one. */
  NO,
  /** They must show one that is trusted. */
  YES,
  /** They may show none, but one that is shown must be trusted. */
  OPTIONAL
}
