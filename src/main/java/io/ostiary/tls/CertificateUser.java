package io.ostiary.tls;

import io.ostiary.settings.TlsAuthClientsUser;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Whom a client's certificate names. Safe from any thread. */
public final class CertificateUser {

  private static final int URI_NAME = 6;

  private CertificateUser() {}

  /**
   * The user that the certificate of a peer names; empty where it has shown none, or where none is
   * to be looked for. It was verified by then.
   *
   * @throws TlsException if the name could be read in two ways: more than one name, or one that is
   *     not plain text. Who stops at an embedded NUL would take {@code admin\0.example.com} for
   *     {@code admin}
   */
  public static Optional<String> of(SSLSession session, TlsAuthClientsUser part) {
    if (part == TlsAuthClientsUser.OFF) {
      return Optional.empty();
    }
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      return only(part == TlsAuthClientsUser.CN ? commonNames(certificate) : uris(certificate));
    } catch (SSLPeerUnverifiedException noneShown) {
      return Optional.empty();
    } catch (InvalidNameException | CertificateParsingException e) {
      throw new TlsException("the names in the client's certificate cannot be read", e);
    }
  }

  private static Optional<String> only(List<String> names) {
    if (names.size() > 1) {
      throw new TlsException("the client's certificate names more than one user");
    }
    if (names.stream().anyMatch(name -> name.isEmpty() || name.chars().anyMatch(c -> c < ' '))) {
      throw new TlsException("the user in the client's certificate is no plain text");
    }
    return names.stream().findFirst();
  }

  static List<String> commonNames(X509Certificate certificate) throws InvalidNameException {
    return new LdapName(certificate.getSubjectX500Principal().getName())
        .getRdns().stream()
            .flatMap(part -> Collections.list(part.toAttributes().getAll()).stream())
            .filter(attribute -> attribute.getID().equalsIgnoreCase("CN"))
            .flatMap(attribute -> values(attribute).stream())
            // A value of an unusual type comes as bytes: that is no name.
            .map(value -> value instanceof String text ? text : "")
            .toList();
  }

  private static List<?> values(Attribute attribute) {
    try {
      return Collections.list(attribute.getAll());
    } catch (NamingException e) {
      return List.of(""); // Closed unless open: a name that cannot be read is no plain text.
    }
  }

  private static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
    List<String> uris = new ArrayList<>();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0) instanceof Integer kind && kind == URI_NAME) {
          uris.add((String) name.get(1));
        }
      }
    }
    return uris;
  }
}
