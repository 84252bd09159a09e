package io.ostiary.peer;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** Headers of the PROXY protocol, made by hand from its description. */
public final class ProxyHeader {

  public static final int LOCAL = 0x20;
  public static final int PROXY = 0x21;
  public static final int TCP4 = 0x11;
  public static final int UDP4 = 0x12;
  public static final int TCP6 = 0x21;
  public static final int UNIX = 0x31;

  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  private ProxyHeader() {}

  /** Version 1 with these words after its name. */
  public static byte[] v1(String words) {
    return ("PROXY " + words + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Version 2 with anything in it. */
  public static byte[] v2(int command, int family, byte[] content) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(SIGNATURE);
    header.write(command);
    header.write(family);
    header.write(content.length >> 8);
    header.write(content.length);
    header.writeBytes(content);
    return header.toByteArray();
  }

  /** Version 2 for a peer of TCP, with so many bytes of additions. */
  public static byte[] v2(String source, int port, String destination, int additions) {
    try {
      byte[] from = InetAddress.getByName(source).getAddress();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.writeBytes(from);
      content.writeBytes(InetAddress.getByName(destination).getAddress());
      content.write(port >> 8);
      content.write(port);
      content.write(6379 >> 8);
      content.write(6379 & 0xff);
      if (additions > 0) {
        content.write(0xE0); // of one's own
        content.write((additions - 3) >> 8);
        content.write(additions - 3);
        content.writeBytes(new byte[additions - 3]);
      }
      return v2(PROXY, from.length == 4 ? TCP4 : TCP6, content.toByteArray());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
