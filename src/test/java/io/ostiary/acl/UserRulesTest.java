package io.ostiary.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.command.CommandTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as they are read, refused and shown. */
class UserRulesTest {

  private static final String OF_FOO =
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

  private static final RuleContext CONTEXT =
      new RuleContext(Catalogue.of(CommandTable.EMPTY, false), false);

  private static UserRules rules(String rules) {
    List<String> words = Arrays.stream(rules.split(" ", -1)).toList();
    try {
      return WrongRule.apply(UserRules.of(CONTEXT), SelectorWords.join(words), CONTEXT);
    } catch (SelectorWords.UnmatchedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'', off resetchannels -@all",
        "ON, on resetchannels -@all",
        "on off, off resetchannels -@all",
        "nopass, off nopass resetchannels -@all",
        ">foo, off #" + OF_FOO + " resetchannels -@all",
        ">foo >foo, off #" + OF_FOO + " resetchannels -@all",
        "nopass >foo, off #" + OF_FOO + " resetchannels -@all",
        ">foo nopass, off nopass resetchannels -@all",
        ">foo <foo, off resetchannels -@all",
        "#" + OF_FOO + " !" + OF_FOO + ", off resetchannels -@all",
        ">foo resetpass, off resetchannels -@all",
        "on nopass allkeys allchannels allcommands, on nopass ~* &* +@all",
        "on nopass ~a &b +get reset, off sanitize-payload resetchannels -@all",
        "skip-sanitize-payload, off skip-sanitize-payload resetchannels -@all",
        "~a ~a %R~b %rw~c %W~d, off ~a %R~b ~c %W~d resetchannels -@all",
        "%R~a %W~a, off ~a resetchannels -@all",
        "%RW~*, off ~* resetchannels -@all",
        "%R~*, off %R~* resetchannels -@all",
        "allkeys resetkeys ~a, off ~a resetchannels -@all",
        "&a &a &b, off resetchannels &a &b -@all",
        "&* resetchannels, off resetchannels -@all",
        "+GET -get, off resetchannels -@all",
        "+@read -get, off resetchannels -@all +@read -get",
        "+get +@all -get, off resetchannels +@all -get",
        "+@all +get, off resetchannels +@all",
        "+@all -@write +@all, off resetchannels +@all",
        "+client|id +client, off resetchannels -@all +client",
        "+config -config|set, off resetchannels -@all +config -config|set",
        "+select|0 +SELECT|1, off resetchannels -@all +select|0 +select|1",
        "+select|0 -select, off resetchannels -@all",
        "resetdbs, off resetchannels resetdbs -@all",
        "db=1 alldbs, off resetchannels -@all",
        "(~a +get), off resetchannels -@all (~a resetchannels -@all +get)",
        "( ~a  +get ), off resetchannels -@all (~a resetchannels -@all +get)",
        "(), off resetchannels -@all (resetchannels -@all)",
        "(+get) (+set) clearselectors, off resetchannels -@all",
      })
  void showsWhatItHasRead(String given, String shown) {
    UserRules read = rules(given.equals("''") ? "" : given);

    assertThat(read).hasToString(shown);
    assertThat(rules(read.toString().replace("off", "off resetkeys"))).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "hello; Syntax error",
        "%R; Syntax error",
        "%~a; Syntax error",
        "%X~a; Syntax error",
        ") ; Syntax error",
        "(on); Syntax error",
        "(hello); Syntax error",
        "+get|; Syntax error",
        "+nothing; Unknown command or category name in ACL",
        "+@nothing; Unknown command or category name in ACL",
        "+config|nothing; Unknown command or category name in ACL",
        "-select|1; Unknown command or category name in ACL",
        "+get|a|b; Unknown command or category name in ACL",
        "+@all|x; Unknown command or category name in ACL",
        "+; Unknown command or category name in ACL",
        "(+nothing); Unknown command or category name in ACL",
        "+config|get|x; Allowing first-arg of a subcommand is not supported",
        "<foo; The password you are trying to remove from the user does not exist",
        "db=; The database id must be a number from 0 to 2147483647",
        "db=1,x; The database id must be a number from 0 to 2147483647",
      })
  void refusesWhatMakesNoSense(String rule, String reason) {
    assertThatThrownBy(() -> rules(rule.strip())).hasMessage(reason);
  }

  @Test
  void addsDatabasesToThoseNamedBefore() {
    assertThat(rules("db=3,1 db=0")).hasToString("off resetchannels db=0,1,3 -@all");
    assertThat(rules("off resetchannels db=0,1,3 -@all"))
        .hasToString("off resetchannels db=0,1,3 -@all");
  }

  @Test
  void refusesPatternsThatHaveNoEffect() {
    assertThatThrownBy(() -> rules("~* ~a")).hasMessageContaining("Try 'resetkeys'");
    assertThatThrownBy(() -> rules("&* &a")).hasMessageContaining("Try 'resetchannels'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#abc", "!abc", "#" + OF_FOO + "0"})
  void refusesWhatIsNoHash(String rule) {
    assertThatThrownBy(() -> rules(rule)).hasMessageStartingWith("The password hash must be");
  }

  @Test
  void appliesAllRulesOrNone() {
    Users users = new Users(CONTEXT.catalogue(), () -> false);
    users.change("ann", List.of("on", "+get"));

    assertThatThrownBy(() -> users.change("ann", List.of("+set", "hello")))
        .isInstanceOf(WrongRule.class);
    assertThatThrownBy(() -> users.change("bob", List.of("on", "hello")))
        .isInstanceOf(WrongRule.class);

    assertThat(users.find("ann").orElseThrow().rules()).hasToString("on resetchannels -@all +get");
    assertThat(users.find("bob")).isEmpty();
  }

  @Test
  void acceptsEachOfItsPasswordsAndNoOther() {
    UserRules two = rules("on >foo >bar");

    assertThat(two.accept(hash("foo"))).isTrue();
    assertThat(two.accept(hash("bar"))).isTrue();
    assertThat(two.accept(hash("baz"))).isFalse();
    assertThat(rules("off >foo").accept(hash("foo"))).isFalse();
    assertThat(rules("off nopass").accept(hash("foo"))).isFalse();
    assertThat(rules("on").accept(hash(""))).isFalse();
    assertThat(rules("on nopass").accept(hash("whatever"))).isTrue();
  }

  private static String hash(String password) {
    return Passwords.hash(password.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesTheWordOfAParenthesisThatIsNotClosed() {
    assertThatThrownBy(() -> SelectorWords.join(List.of("on", "(+get", "~a")))
        .isInstanceOfSatisfying(
            SelectorWords.UnmatchedException.class, e -> assertThat(e.begin()).isEqualTo("(+get"));
  }

  /** What is shown is read back as the same, whatever was given. */
  @Property(tries = 2000)
  void readsBackWhatItShows(
      @ForAll @Size(max = 6) List<@StringLength(max = 7) @CharRange(from = '!', to = '~') String> words,
      @ForAll @Size(max = 6) List<Integer> choices) {
    UserRules rules = UserRules.of(CONTEXT);
    for (int i = 0; i < words.size(); i++) {
      int choice = i < choices.size() ? Math.floorMod(choices.get(i), PREFIXES.size()) : 0;
      try {
        rules = rules.with(PREFIXES.get(choice) + words.get(i), CONTEXT);
      } catch (RuleException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(rules(rules.toString())).hasToString(rules.toString());
  }

  private static final List<String> PREFIXES =
      List.of("", "~", "&", "%R~", "+get|", ">", "db=", "+", "-@", "reset");
}
