package io.ostiary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.settings.UpstreamUrl.Host;
import io.ostiary.settings.UpstreamUrl.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://a | REDIS | a:6379 | 0",
        "REDIS://a/ | REDIS | a:6379 | 0",
        "redis://10.0.0.1:7000/15 | REDIS | 10.0.0.1:7000 | 15",
        "rediss://a_b.example.com | REDISS | a_b.example.com:6379 | 0",
        "redis://[::1] | REDIS | [::1]:6379 | 0",
        "redis://[2001:db8::1]:7000/1 | REDIS | [2001:db8::1]:7000 | 1",
        "redis://a:1,b,[::1]:3 | REDIS | a:1,b:6379,[::1]:3 | 0"
      })
  void readsServersWithTheirPortsAndADatabase(
      String url, Scheme scheme, String hosts, int database) {
    UpstreamUrl read = UpstreamUrl.of(url);

    assertThat(read.scheme()).isEqualTo(scheme);
    assertThat(read.hosts()).map(Host::toString).containsExactly(hosts.split(","));
    assertThat(read.database()).isEqualTo(database);
    assertThat(read.hasCredentials()).isFalse();
    assertThat(read.path()).isEmpty();
    assertThat(read.masterName()).isEmpty();
  }

  @Test
  void readsAUnixSocket() {
    UpstreamUrl plain = UpstreamUrl.of("unix:///run/a%20b%3F@c.sock");
    UpstreamUrl full = UpstreamUrl.of("unix://bob:x%2Fy@/run/redis.sock?db=3");

    assertThat(plain.path()).isEqualTo("/run/a b?@c.sock");
    assertThat(plain.hosts()).isEmpty();
    assertThat(plain.hasCredentials()).isFalse();
    assertThat(full)
        .isEqualTo(
            new UpstreamUrl(
                Scheme.UNIX, List.of(), "/run/redis.sock", "bob", Secret.of("x/y"), 3, ""));
  }

  @Test
  void readsSentinelsWithTheNameOfTheMaster() {
    assertThat(UpstreamUrl.of("redis+sentinel://:pw@a,b:1/mymaster/2"))
        .isEqualTo(
            new UpstreamUrl(
                Scheme.SENTINEL,
                List.of(new Host("a", 26_379), new Host("b", 1)),
                "",
                "",
                Secret.of("pw"),
                2,
                "mymaster"));
    assertThat(UpstreamUrl.of("redis+sentinel://a/m").database()).isZero();
  }

  @Test
  void readsAUserAndAPasswordOfAnyBytes() {
    assertThat(UpstreamUrl.of("redis://b%C3%B6b:p%40s:s%ff@a"))
        .extracting(UpstreamUrl::user, UpstreamUrl::password)
        .containsExactly("böb", Secret.of("p@s:s\u00ff".getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(UpstreamUrl.of("redis://:pw@a").user()).isEmpty();
    assertThat(UpstreamUrl.of("redis://bob:@a").hasCredentials()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1:6379 | a URL begins with its scheme, such as redis://",
        "http://a | the scheme must be redis, rediss (TLS), unix or redis+sentinel",
        "redis:a | between the scheme and what follows it stands ://",
        "redis:/a:6379 | between the scheme and what follows it stands ://",
        "redis:// | there is no host where one must be, such as redis://127.0.0.1",
        "redis:///1 | there is no host where one must be, such as redis://127.0.0.1",
        "redis://a,,b | there is no host where one must be, such as redis://127.0.0.1",
        "redis://:6379 | there is no host where one must be, such as redis://127.0.0.1",
        "redis://a:0 | after a host and a colon stands a port, from 1 to 65535; PORT",
        "redis://a:65536 | after a host and a colon stands a port, from 1 to 65535; PORT",
        "redis://a:9999999999 | after a host and a colon stands a port, from 1 to 65535; PORT",
        "redis://a: | after a host and a colon stands a port, from 1 to 65535; PORT",
        "redis://bob:hunter2 | after a host and a colon stands a port, from 1 to 65535; PORT",
        "redis://::1 | after a host stands one port; an IPv6 address stands in brackets: [::1]",
        "redis://a:1:2 | after a host stands one port; an IPv6 address stands in brackets: [::1]",
        "redis://[::g] | between [ and ] stands an IPv6 address, such as [::1]",
        "redis://[::1 | an IPv6 address stands in brackets: [::1]",
        "redis://a!b | the name of a host has letters, digits, '.', '-' and '_' only",
        "redis://a/x | a database must be a number, 0 or above",
        "redis://a/-1 | a database must be a number, 0 or above",
        "redis://a/1/2 | after the hosts stands one slash at most, with the number of a database",
        "redis://a,b/1 | several servers are a cluster, and a cluster has database 0 alone",
        "redis://a?db=1 | ? and # have no place in it: QUERY",
        "redis://a,redis://b | the scheme stands once, then all hosts: redis://host:port,host:port",
        "redis://u:hunt@er2@a | there is more than one @; in a user or a password it is written %40",
        "redis://:hunter/2@a | a / in a user or a password is written %2F",
        "redis://:hunter2%@a | after a % stand two hexadecimal digits; a % itself is written %25",
        "redis://:hunter2%4@a | after a % stand two hexadecimal digits; a % itself is written %25",
        "redis://%ff:pw@a | user and path must be text in UTF-8",
        "redis://hunter2@a | before the @ stand user:password, or :password for the default user",
        "redis://:@a | there is neither a user nor a password before the @",
        "redis://:hunter 2@a | a URL has neither spaces nor bytes that are no text; write %20 for a"
            + " space",
        "unix://run/a.sock | the path of a unix socket begins with a slash: unix:///run/redis.sock",
        "unix://:hunter2 | the path of a unix socket begins with a slash: unix:///run/redis.sock",
        "unix:/// | after unix:// stands the path of a socket: unix:///run/redis.sock",
        "unix:///a?1 | after the ? of a unix socket's URL stands db= with a number",
        "unix:///a?db=x | a database must be a number, 0 or above",
        "redis+sentinel://a | after the Sentinels stands a slash and the name MASTER",
        "redis+sentinel://a/ | after the Sentinels stands a slash and the name MASTER",
        "redis+sentinel://a/m/1/2 | after the Sentinels stands a slash and the name MASTER",
        "redis+sentinel://a/m/ | a database must be a number, 0 or above"
      })
  void saysWhatIsWrongAndQuotesNoneOfIt(String url, String reason) {
    String whole =
        reason
            .replace("PORT", "a user and a password stand before an @ and the host")
            .replace(
                "QUERY",
                "a database stands after a slash (/2), and in a password they are written %3F and"
                    + " %23")
            .replace(
                "MASTER", "that they have for the master, of letters, digits, '.', '-' and '_'");

    assertThatThrownBy(() -> Directives.UPSTREAM.parse(List.of(url)))
        .isInstanceOf(SettingException.class)
        .hasMessage(whole);
  }

  @Test
  void refusesTheStarsThatItShowsAsAPassword() {
    String shown = UpstreamUrl.of("redis://bob:hunter2@a/1").toString();

    assertThat(shown).isEqualTo("redis://bob:***@a:6379/1");
    assertThatThrownBy(() -> UpstreamUrl.of(shown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "*** is what is shown in place of a password; write the password itself, with %2A for a"
                + " star");
    assertThat(UpstreamUrl.of("redis://:%2A%2A%2A@a").password()).isEqualTo(Secret.of("***"));
  }

  @Test
  void showsNoStarsWhereThereIsNoPassword() {
    assertThat(UpstreamUrl.of("redis://bob:@a")).hasToString("redis://bob:@a:6379");
    assertThat(UpstreamUrl.of("unix:///a%20b?db=2")).hasToString("unix:///a%20b?db=2");
    assertThat(UpstreamUrl.of("redis+sentinel://a,[::1]:2/m/1"))
        .hasToString("redis+sentinel://a:26379,[::1]:2/m/1");
  }

  @Property
  void readsBackAnyUrlThatItWrites(
      @ForAll Scheme scheme,
      @ForAll("hosts") List<Host> hosts,
      @ForAll String user,
      @ForAll byte[] password,
      @ForAll @IntRange(max = 99_999) int database) {
    boolean unix = scheme == Scheme.UNIX;
    UpstreamUrl url =
        new UpstreamUrl(
            scheme,
            unix ? List.of() : hosts,
            unix ? "/run/" + text(user.replace('\0', '0')) : "",
            text(user),
            Secret.of(password),
            hosts.size() > 1 && (scheme == Scheme.REDIS || scheme == Scheme.REDISS) ? 0 : database,
            scheme == Scheme.SENTINEL ? "my-master.1" : "");

    assertThat(
            Settings.defaults()
                .with(Directives.UPSTREAM, Optional.of(url))
                .get(Directives.UPSTREAM))
        .contains(url);
  }

  /** Without halves of surrogate pairs, which UTF-8 has not. */
  private static String text(String any) {
    return new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<List<Host>> hosts() {
    return Arbitraries.of("a", "10.0.0.1", "b_c.example.com", "::1", "2001:db8::1")
        .flatMap(name -> Arbitraries.integers().between(1, 65_535).map(p -> new Host(name, p)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
