package io.ostiary.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "message; string message",
        "key value; key key, string value",
        "[message]; string message?",
        "ON|OFF; oneof(word ON, word OFF)",
        "key ON|OFF; key key, oneof(word ON, word OFF)",
        "[TYPE normal|master]; TYPE oneof(word normal, word master)?",
        "[ID client-id [client-id ...]]; ID string client-id*?",
        "key [key ...]; key key*",
        "name value [name value ...]; block(string name, string value)*",
        "[EX seconds|KEEPTTL]; oneof(EX string seconds, word KEEPTTL)?",
        "[NX|XX] [GET]; oneof(word NX, word XX)?, word GET?",
        "[EX seconds|PX milliseconds|KEEPTTL]; oneof(EX string seconds, PX string milliseconds,"
            + " word KEEPTTL)?",
        "[AUTH user password]; block(AUTH string user, string password)?",
        "ip:port|[ID id] [USER name]; oneof(string ip:port, block(ID string id?, USER string"
            + " name?))"
      })
  void readsAForm(String form, String expected) {
    assertThat(ArgumentForm.read(form).stream().map(ArgumentFormTest::show).toList())
        .hasToString("[" + expected + "]");
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(ArgumentForm.read("")).isEmpty();
    assertThat(ArgumentForm.read(" ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"[", "]", "[]", "[[a", "a]]", "|", "||", "[...]", "[x ...]"})
  void makesSomethingOfAFormThatIsBroken(String form) {
    assertThat(ArgumentForm.read(form)).isNotNull();
  }

  /** Token, type, name or parts, then ? for optional and * for repeated. */
  private static String show(Reply argument) {
    List<? extends Reply> fields = ((AggregateReply) argument).elements();
    String token = text(fields, "token").map(t -> t + " ").findFirst().orElse("");
    String type = text(fields, "type").findFirst().orElseThrow();
    String name = text(fields, "name").findFirst().orElseThrow();
    List<String> parts =
        elements(fields, "arguments").stream().map(ArgumentFormTest::show).toList();
    String flags =
        elements(fields, "flags").stream()
            .map(flag -> ((Reply.Status) flag).text().equals("optional") ? "?" : "*")
            .sorted()
            .collect(Collectors.joining());
    if (type.equals("pure-token")) {
      return "word " + token.strip() + flags;
    }
    String body = parts.isEmpty() ? type + " " + name : type + "(" + String.join(", ", parts) + ")";
    return token + body + flags;
  }

  private static Stream<String> text(List<? extends Reply> fields, String key) {
    return values(fields, key).stream().map(value -> ((Reply.Text) value).text());
  }

  private static List<? extends Reply> elements(List<? extends Reply> fields, String key) {
    List<Reply> values = values(fields, key);
    return values.isEmpty() ? List.of() : ((AggregateReply) values.get(0)).elements();
  }

  private static List<Reply> values(List<? extends Reply> fields, String key) {
    List<Reply> found = new ArrayList<>();
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equals(Reply.bulk(key))) {
        found.add(fields.get(i + 1));
      }
    }
    return found;
  }
}
