package io.ostiary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directive user, on one line or on several. */
class UserLinesTest {

  private static final String OF_FOO =
      "#2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

  private static List<UserLine> parse(String... words) {
    return Directives.USER.parse(List.of(words));
  }

  @Test
  void takesTheWordsOfALine() {
    List<UserLine> users = parse("ann", "on", ">foo", "(+get ~a)");

    assertThat(users).singleElement().hasToString("ann ***");
    assertThat(users.get(0).rules()).containsExactly("on", OF_FOO, "(+get ~a)");
  }

  @Test
  void takesLinesInOneWordAndWordsWithLineBreaksBetween() {
    List<UserLine> users = parse("ann on >foo\nbob  off\n\n");

    assertThat(users.stream().map(UserLine::name)).containsExactly("ann", "bob");
    assertThat(parse("ann", "on", ">foo", "\n", "bob", "off")).isEqualTo(users);
    assertThat(parse("")).isEmpty();
  }

  @Test
  void keepsBytesAsTheyAreAndNoPassword() {
    byte[] pattern = {'~', (byte) 0xff, (byte) 0xe9};
    List<UserLine> users =
        Directives.USER.parseBytes(
            List.of("\u00e4".getBytes(StandardCharsets.UTF_8), pattern, ">a b".getBytes(UTF_8)));

    assertThat(users.get(0).name()).isEqualTo("\u00e4");
    assertThat(users.get(0).rules().get(0)).isEqualTo("~\u00ff\u00e9");
    assertThat(users.get(0).rules().get(1)).startsWith("#").hasSize(65);
    byte[] written = Directives.USER.bytes(users);
    assertThat(Directives.USER.parseBytes(List.of(written))).isEqualTo(users);
    assertThat(Directives.USER.format(users)).isEmpty();
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  @Test
  void refusesAUserThatIsNamedTwiceAndNamesThatNoUserHas() {
    assertThatThrownBy(() -> parse("ann on\nann off")).hasMessageContaining("Duplicate user found");
    assertThatThrownBy(() -> Directives.USER.combined(parse("ann"), parse("ann")))
        .hasMessageContaining("Duplicate user found");
    assertThatThrownBy(() -> parse("a b", "on")).hasMessageContaining("Spaces not allowed");
    assertThatThrownBy(() -> parse("", "on")).isInstanceOf(SettingException.class);
    assertThatThrownBy(() -> parse("ann", "~a\nuser"))
        .hasMessageContaining("a rule may hold no line break");
  }
}
