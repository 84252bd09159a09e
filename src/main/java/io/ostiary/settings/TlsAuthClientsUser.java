package io.ostiary.settings;

/** What of a client's certificate names the user that it logs in. */
public enum TlsAuthClientsUser {
  /** Nothing: a certificate logs nobody in. */
  OFF,
  /** The common name of its subject. */
  CN,
  /** The URI among its alternative names. */
  URI
}
