package io.ostiary.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ostiary.resp.Words.QuoteException;
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
  void partsWordsAtAnySpaces() throws QuoteException {
    assertThat(words("  bind \t 127.0.0.1  ::1\r")).containsExactly("bind", "127.0.0.1", "::1");
    assertThat(words(" \t ")).isEmpty();
  }

  @Test
  void keepsSpacesInQuotes() throws QuoteException {
    assertThat(words("a \"b c\" 'd e'")).containsExactly("a", "b c", "d e");
    assertThat(words("a \"\" ''")).containsExactly("a", "", "");
  }

  @Test
  void knowsTheEscapesOfDoubleQuotes() throws QuoteException {
    assertThat(words("\"\\n\\r\\t\\b\\a\\\\\\\"\\q\\x41\\x4g\""))
        .containsExactly("\n\r\t\b\u0007\\\"qAx4g");
  }

  @Test
  void makesOneCharacterOfTheBytesOfSeveralEscapes() throws QuoteException {
    assertThat(words("\"\\xe2\\x82\\xac\"")).containsExactly("€");
    assertThat(words("pass €uro")).containsExactly("pass", "€uro");
  }

  @Test
  void keepsBytesThatAreNoText() throws QuoteException {
    byte[] line = "a \"\\xff\" ?".getBytes(StandardCharsets.US_ASCII);
    line[line.length - 1] = (byte) 0xfe;

    assertThat(Words.of(line))
        .containsExactly(new byte[] {'a'}, new byte[] {(byte) 0xff}, new byte[] {(byte) 0xfe});
  }

  @Test
  void leavesTheLineAsItIs() throws QuoteException {
    byte[] line = "\"a\\nb\" c".getBytes(StandardCharsets.US_ASCII);
    byte[] before = line.clone();

    assertThat(Words.of(line)).hasSize(2);

    assertThat(line).isEqualTo(before);
  }

  @Test
  void knowsOneEscapeInSingleQuotes() throws QuoteException {
    assertThat(words("'it\\'s \\n'")).containsExactly("it's \\n");
  }

  @Test
  void letsAQuoteBeginWithinAWordAndEndIt() throws QuoteException {
    assertThat(words("a\"b c\" d")).containsExactly("ab c", "d");
  }

  @Test
  void leavesBackslashesAndHashesOutsideOfQuotesAlone() throws QuoteException {
    assertThat(words("C:\\dir a#b")).containsExactly("C:\\dir", "a#b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"open", "\"open\\\"", "\"", "\"open\\", "'open", "'open\\'", "'"})
  void refusesAQuoteThatIsNeverClosed(String line) {
    QuoteException fault = catchThrowableOfType(QuoteException.class, () -> words(line));

    assertThat(fault.isClosed()).isFalse();
    assertThat(fault.quote()).isEqualTo(line.charAt(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"b", "'a'b", "\"a\"\"b\""})
  void refusesAWordThatGoesOnAfterAClosingQuote(String line) {
    QuoteException fault = catchThrowableOfType(QuoteException.class, () -> words(line));

    assertThat(fault.isClosed()).isTrue();
    assertThat(fault.quote()).isEqualTo(line.charAt(0));
  }

  @Property
  void readsAnyBytesWrittenAsEscapes(@ForAll @NotEmpty byte[] bytes) throws QuoteException {
    StringBuilder line = new StringBuilder("\"");
    for (byte b : bytes) {
      line.append(String.format("\\x%02x", b));
    }

    assertThat(Words.of(line.append('"').toString().getBytes(StandardCharsets.US_ASCII)))
        .containsExactly(bytes);
  }

  private static List<String> words(String line) throws QuoteException {
    return Words.of(line.getBytes(StandardCharsets.UTF_8)).stream()
        .map(word -> new String(word, StandardCharsets.UTF_8))
        .toList();
  }
}
