package io.ostiary.settings.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  @Test
  void partsWordsAtAnySpaces() {
    assertThat(Words.of("  bind \t 127.0.0.1  ::1\r")).containsExactly("bind", "127.0.0.1", "::1");
    assertThat(Words.of(" \t ")).isEmpty();
  }

  @Test
  void keepsSpacesInQuotes() {
    assertThat(Words.of("a \"b c\" 'd e'")).containsExactly("a", "b c", "d e");
    assertThat(Words.of("a \"\" ''")).containsExactly("a", "", "");
  }

  @Test
  void knowsTheEscapesOfDoubleQuotes() {
    assertThat(Words.of("\"\\n\\r\\t\\b\\a\\\\\\\"\\q\\x41\\x4g\""))
        .containsExactly("\n\r\t\b\u0007\\\"qAx4g");
  }

  @Test
  void makesOneCharacterOfTheBytesOfSeveralEscapes() {
    assertThat(Words.of("\"\\xe2\\x82\\xac\"")).containsExactly("€");
    assertThat(Words.of("pass €uro")).containsExactly("pass", "€uro");
  }

  @Test
  void knowsOneEscapeInSingleQuotes() {
    assertThat(Words.of("'it\\'s \\n'")).containsExactly("it's \\n");
  }

  @Test
  void letsAQuoteBeginWithinAWordAndEndIt() {
    assertThat(Words.of("a\"b c\" d")).containsExactly("ab c", "d");
  }

  @Test
  void leavesBackslashesAndHashesOutsideOfQuotesAlone() {
    assertThat(Words.of("C:\\dir a#b")).containsExactly("C:\\dir", "a#b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"open", "\"open\\\"", "\"", "\"open\\"})
  void refusesADoubleQuoteThatIsNeverClosed(String line) {
    assertThatThrownBy(() -> Words.of(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quote is opened and never closed; write \" at the end as well");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'open", "'open\\'", "'"})
  void refusesASingleQuoteThatIsNeverClosed(String line) {
    assertThatThrownBy(() -> Words.of(line))
        .hasMessage("a quote is opened and never closed; write ' at the end as well");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"b", "'a'b", "\"a\"\"b\""})
  void refusesAWordGluedToAClosingQuote(String line) {
    assertThatThrownBy(() -> Words.of(line))
        .hasMessage("after a closing quote there must be a space");
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThatThrownBy(() -> Words.of("\"\\xff\"")).hasMessage("the bytes of a word must be UTF-8");
  }

  @Property
  void readsAnyTextWrittenAsEscapedBytes(@ForAll @NotEmpty String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder("\"");
    for (byte b : bytes) {
      line.append(String.format("\\x%02x", b));
    }
    String readBack = new String(bytes, StandardCharsets.UTF_8);
    assertThat(Words.of(line.append('"').toString())).isEqualTo(List.of(readBack));
  }
}
