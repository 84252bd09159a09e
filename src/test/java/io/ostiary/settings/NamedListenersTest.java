package io.ostiary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of {@code listener}. */
final class NamedListenersTest {

  private static List<NamedListener> parse(String... words) {
    return Directives.LISTENER.parse(List.of(words));
  }

  @Test
  void aListenerIsANameAndWhatIsBehindIt() {
    NamedListener admin =
        parse("admin", "PORT=6390", "bind=127.0.0.1,-::1", "role=Admin", "maxclients=10").get(0);

    assertThat(admin.name()).isEqualTo("admin");
    assertThat(admin.bind()).containsExactly("127.0.0.1", "-::1");
    assertThat(admin.port()).isEqualTo(6390);
    assertThat(admin.backlog()).isEmpty();
    assertThat(admin.profile().role()).isEqualTo(ListenerProfile.Role.ADMIN);
    assertThat(admin.profile().limits().maxClients()).isEqualTo(10);
    assertThat(admin.profile().limits().timeout()).isEmpty();
    assertThat(admin.profile().isPlain()).isTrue();
  }

  @Test
  void oneTextHoldsAsManyAsWanted() {
    String text =
        "a bind=127.0.0.1 port=1 timeout=0  b unixsocket=/run/b.sock proxy-protocol=yes backlog=7";
    List<NamedListener> both = parse(text);

    assertThat(both).extracting(NamedListener::name).containsExactly("a", "b");
    assertThat(both.get(0).profile().limits().timeout()).contains(Duration.ZERO);
    assertThat(both.get(1).unixSocket()).isEqualTo("/run/b.sock");
    assertThat(both.get(1).backlog()).hasValue(7);
    assertThat(both.get(1).profile().proxyProtocol()).isTrue();
    assertThat(parse(Directives.LISTENER.format(both))).isEqualTo(both);
    assertThat(parse("")).isEmpty();
  }

  @Test
  void linesAddUp() {
    List<NamedListener> a = parse("a bind=::1 port=1");
    List<NamedListener> b = parse("b bind=::1 port=2");

    assertThat(Directives.LISTENER.combined(a, b)).hasSize(2);
    assertThatThrownBy(() -> Directives.LISTENER.combined(a, a))
        .hasMessage("listener a: it is given twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port=1 bind=::1 | the name of a listener comes first, before port",
        "a | listener a: it takes bind and port, or unixsocket alone",
        "a port=1 | listener a: it takes bind and port, or unixsocket alone",
        "a bind=::1 port=1 unixsocket=/x | listener a: it takes bind and port, or unixsocket alone",
        "a bind=::1 port=0 | listener a: port 0 would listen nowhere; leave the listener out instead",
        "a bind=::1, port=1 | listener a: bind takes addresses and host names with commas between",
        "a bind=::1 port=x | listener a: port: argument couldn't be parsed into an integer",
        "a bind=::1 port=1 tls=on | listener a: tls: argument must be 'yes' or 'no'",
        "a bind=::1 port=1 port=2 | listener a: port is given twice",
        "tcp bind=::1 port=1 | listener tcp: the name is that of the directive without one; choose"
            + " another",
        "a bind=::1 port=1 a bind=::1 port=2 | listener a: it is given twice"
      })
  void whatIsWrongIsSaid(String text, String reason) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(SettingException.class).hasMessage(reason);
  }
}
