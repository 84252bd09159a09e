package io.ostiary;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.load.SettingsLoader;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server with commands that break it, for tests that start it as a process. */
public final class FaultyServer {

  private static final List<Object> HELD = new ArrayList<>();

  private FaultyServer() {}

  /** Its settings come from the environment. */
  public static void main(String[] arguments) {
    new ServerProcess(
            (settings, shutdown) ->
                new ListenerVerticle(settings, shutdown)
                    .command(Command.of("LOSELOOP", 1, FaultyServer::loseLoop))
                    .command(Command.of("FILLHEAP", 1, FaultyServer::fillHeap))
                    .command(Command.of("RUNOUT", 1, FaultyServer::runOut))
                    .command(Command.of("SPIN", 1, FaultyServer::spin)))
        .serve(() -> SettingsLoader.load(Optional.empty(), Map.of()));
  }

  /** Throws an Error in the loop itself, where nothing catches it. For java.nio only. */
  private static Reply loseLoop(Client client, Request request) {
    EventLoop loop = ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
    try {
      Pipe pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      pipe.sink().write(ByteBuffer.allocate(1));
      ((IoEventLoop) loop)
          .register(new Failing(pipe.source()))
          .addListener(registered -> ((IoRegistration) registered.getNow()).submit(NioIoOps.READ));
      return Reply.OK;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills the heap and keeps it full. */
  private static Reply fillHeap(Client client, Request request) {
    int size = 1 << 20;
    while (true) {
      try {
        HELD.add(new byte[size]);
      } catch (OutOfMemoryError e) {
        if (size == 16) {
          throw e;
        }
        size /= 2;
      }
    }
  }

  /** Allocates more than the heap has. */
  private static Reply runOut(Client client, Request request) {
    return Reply.bulk(new byte[Integer.MAX_VALUE]);
  }

  private static Reply spin(Client client, Request request) {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static final class Failing implements NioIoHandle {

    private final Pipe.SourceChannel channel;

    Failing(Pipe.SourceChannel channel) {
      this.channel = channel;
    }

    @Override
    public SelectableChannel selectableChannel() {
      return channel;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      throw new AssertionError("an error in the loop");
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
