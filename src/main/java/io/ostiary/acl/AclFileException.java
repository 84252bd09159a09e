package io.ostiary.acl;

/** A file of users that cannot be taken; the message is Redis's text on why. No stack trace. */
final class AclFileException extends Exception {

  private static final long serialVersionUID = 1L;

  AclFileException(String message) {
    super(message, null, false, false);
  }
}
