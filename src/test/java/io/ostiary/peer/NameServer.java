package io.ostiary.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A name server (RFC 1035) that knows the IPv4 addresses of a few names, on a free port. */
public final class NameServer implements AutoCloseable {

  private static final int HEADER_BYTES = 12;
  private static final int MOST_BYTES = 512;
  private static final int ANSWER = 0x8180; // recursion desired and available
  private static final int UNKNOWN_NAME = 3;
  private static final int NAME_OF_THE_QUESTION = 0xc000 + HEADER_BYTES;
  private static final short TYPE_A = 1;
  private static final short CLASS_IN = 1;

  private final DatagramSocket socket;
  private final Map<String, List<String>> addresses;

  /** Serves at once; a name with no address at all is never answered. */
  public NameServer(Map<String, List<String>> addresses) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.addresses = addresses;
    Thread thread = new Thread(this::serve, "name server");
    thread.setDaemon(true);
    thread.start();
  }

  /** {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        socket.receive(packet);
        answer(packet);
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    ByteBuffer query = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    short id = query.getShort();
    String name = name(query.position(HEADER_BYTES));
    boolean ipv4 = query.getShort() == TYPE_A;
    query.getShort();
    List<String> known = addresses.get(name);
    if (known != null && known.isEmpty()) {
      return;
    }
    List<String> answers = known == null || !ipv4 ? List.of() : known;
    ByteBuffer reply = ByteBuffer.allocate(MOST_BYTES);
    reply.putShort(id).putShort((short) (known == null ? ANSWER | UNKNOWN_NAME : ANSWER));
    reply.putShort((short) 1).putShort((short) answers.size()).putInt(0);
    reply.put(query.slice(HEADER_BYTES, query.position() - HEADER_BYTES));
    for (String answer : answers) {
      reply.putShort((short) NAME_OF_THE_QUESTION).putShort(TYPE_A).putShort(CLASS_IN).putInt(0);
      reply.putShort((short) Integer.BYTES).put(InetAddress.getByName(answer).getAddress());
    }
    packet.setData(reply.array(), 0, reply.position());
    socket.send(packet);
  }

  private static String name(ByteBuffer query) {
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.length() == 0 ? "" : ".")
          .append(new String(label, StandardCharsets.US_ASCII));
    }
    return name.toString();
  }

  @Override
  public void close() {
    socket.close();
  }
}
