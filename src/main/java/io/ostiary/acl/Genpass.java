package io.ostiary.acl;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.security.SecureRandom;
import java.util.HexFormat;

/** {@code ACL GENPASS [bits]}: random bits in hexadecimal digits, 256 unless told. */
final class Genpass implements CommandHandler {

  private static final int USUAL_BITS = 256;
  private static final int MOST_BITS = 4096;
  private static final Reply WRONG =
      Reply.error(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MOST_BITS);

  private final SecureRandom random = new SecureRandom();

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() > 3) {
      return AclCommands.wrongNumber(request);
    }
    long bits = request.count() == 3 ? request.integer(2) : USUAL_BITS;
    if (bits < 1 || bits > MOST_BITS) {
      return WRONG;
    }
    int digits = (int) (bits + 3) / 4;
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return Reply.bulk(HexFormat.of().formatHex(bytes).substring(0, digits));
  }
}
