package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Rules that change while commands run, from many connections on several event loops. */
final class AclThreadsTest {

  private static final int ROUNDS = 300;

  /** A user may at each moment use one of two keys: a reader must never find both open. */
  @Test
  void whoReadsSeesEachChangeWholeOrNotAtAll() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(6);
    try (Served server = Served.with(Served.local(), 4);
        Peer admin = server.peer()) {
      admin.ask("ACL SETUSER ann on nopass +mget +get +acl|whoami ~a");
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(executor.submit(() -> read(server)));
      }
      all.add(executor.submit(() -> change(server, "resetkeys ~a", "resetkeys ~b")));
      all.add(executor.submit(() -> change(server, ">x", "+get -get +get")));
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(admin.ask("ACL GETUSER ann")).isEqualTo("*14");
    } finally {
      executor.shutdownNow();
    }
  }

  private static void read(Served server) {
    try (Peer peer = server.peer()) {
      assertThat(peer.ask("AUTH ann x")).isEqualTo("+OK");
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(peer.ask("MGET a b")).startsWith("-NOPERM");
        assertThat(peer.ask("GET c")).startsWith("-NOPERM");
        assertThat(peer.askBulk("ACL WHOAMI")).isEqualTo("ann");
      }
    }
  }

  private static void change(Served server, String... rules) {
    try (Peer peer = server.peer()) {
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(peer.ask("ACL SETUSER ann nopass " + rules[i % rules.length])).isEqualTo("+OK");
      }
    }
  }

  /** Whoever logs in while the user is deleted is closed, or was refused. */
  @Test
  void nobodyStaysLoggedInAsAUserThatIsGone() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (Served server = Served.with(Served.local(), 4);
        Peer admin = server.peer()) {
      for (int round = 0; round < 20; round++) {
        assertThat(admin.ask("ACL SETUSER eve on nopass +@all")).isEqualTo("+OK");
        List<Future<?>> logins = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          logins.add(
              executor.submit(
                  () -> {
                    try (Peer peer = server.peer()) {
                      peer.sendUnlessClosed("AUTH eve x\r\n");
                      peer.restUnlessReset(); // until it is closed, by itself or by the admin
                    }
                  }));
        }
        assertThat(admin.ask("ACL DELUSER eve")).isEqualTo(":1");
        // Those that were refused are of the default user: the others have to go by themselves.
        await().until(() -> !admin.askBulk("CLIENT LIST").contains("user=eve"));
        for (Future<?> login : logins) {
          while (!login.isDone()) {
            admin.ask("CLIENT KILL TYPE normal SKIPME yes");
          }
          login.get();
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
