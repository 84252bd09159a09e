package io.ostiary.settings;

import static io.ostiary.settings.WordTypes.only;

import java.util.List;

/** A password, as one word of any bytes. */
record Password(String expected) implements ValueType<Secret> {

  @Override
  public Secret parse(List<String> words) {
    return Secret.of(only(words));
  }

  @Override
  public Secret parseBytes(List<byte[]> words) {
    return Secret.of(only(words));
  }

  @Override
  public String format(Secret value) {
    return "";
  }

  @Override
  public byte[] bytes(Secret value) {
    return value.bytes();
  }

  @Override
  public Object json(Secret value) {
    return value.toJson();
  }
}
