package io.ostiary.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port that answers no connect, because what waits to be accepted there is more than allowed. */
final class BlackHole implements AutoCloseable {

  private static final int MORE_THAN_WAIT = 8;

  private final ServerSocket server;
  private final List<SocketChannel> waiting = new ArrayList<>();

  private BlackHole(ServerSocket server) {
    this.server = server;
  }

  /** At this address and port; 0 for a port that the system chooses. */
  static BlackHole at(String address, int port) throws IOException {
    BlackHole hole = new BlackHole(new ServerSocket(port, 1, InetAddress.getByName(address)));
    for (int i = 0; i < MORE_THAN_WAIT; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(address, hole.port()));
      hole.waiting.add(channel);
    }
    return hole;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : waiting) {
      channel.close();
    }
    server.close();
  }
}
