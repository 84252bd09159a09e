package io.ostiary.listen;

import java.util.Optional;

/**
 * How a server is spoken to with TLS. Files are PEM; they are read when a connection is made, and
 * read again when they have changed. Immutable.
 *
 * @param caFile whom to trust; the system's authorities where it is empty
 * @param identity what is shown to a server that asks who connects
 * @param verifiesHost whether the certificate must be for the host that is connected to
 */
public record ClientTls(
    Optional<String> caFile, Optional<Identity> identity, boolean verifiesHost) {

  /** The system's authorities, no certificate of ours, and the host is verified. */
  public static final ClientTls DEFAULT = new ClientTls(Optional.empty(), Optional.empty(), true);

  /**
   * A certificate and its key.
   *
   * @param certificateFile the certificate, and those between it and an authority behind it
   * @param keyFile its private key, not encrypted
   */
  public record Identity(String certificateFile, String keyFile) {}
}
