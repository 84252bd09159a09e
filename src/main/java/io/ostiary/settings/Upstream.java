package io.ostiary.settings;

import static io.ostiary.settings.WordTypes.only;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The URL of an upstream as one word, empty for none. It holds a password, so it has two texts. */
record Upstream(String expected) implements ValueType<Optional<UpstreamUrl>> {

  @Override
  public Optional<UpstreamUrl> parse(List<String> words) {
    String word = only(words);
    return word.isEmpty() ? Optional.empty() : Optional.of(UpstreamUrl.of(word));
  }

  @Override
  public boolean explainsRefusals() {
    return true;
  }

  @Override
  public String format(Optional<UpstreamUrl> value) {
    return value.map(UpstreamUrl::toString).orElse("");
  }

  @Override
  public byte[] bytes(Optional<UpstreamUrl> value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** A client that asks may know the password of this server, yet not that of the one behind. */
  @Override
  public byte[] answer(Optional<UpstreamUrl> value) {
    return format(value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object json(Optional<UpstreamUrl> value) {
    return text(value);
  }

  private static String text(Optional<UpstreamUrl> value) {
    return value.map(UpstreamUrl::text).orElse("");
  }
}
