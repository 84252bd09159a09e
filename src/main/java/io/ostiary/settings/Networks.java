package io.ostiary.settings;

import io.ostiary.net.CidrSet;
import io.vertx.core.json.JsonArray;
import java.util.Arrays;
import java.util.List;

/** Any number of networks and addresses, of both families; one empty word stands for none. */
record Networks() implements ValueType<CidrSet> {

  @Override
  public CidrSet parse(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("wrong number of arguments");
    }
    if (words.equals(List.of(""))) {
      return CidrSet.EMPTY;
    }
    return CidrSet.parse(
        words.size() == 1 ? Arrays.asList(words.get(0).strip().split("\\s+")) : words);
  }

  /** Both: a long list stands on several lines. */
  @Override
  public CidrSet combined(CidrSet earlier, CidrSet later) {
    return earlier.plus(later);
  }

  @Override
  public String format(CidrSet value) {
    return value.toString();
  }

  @Override
  public Object json(CidrSet value) {
    return new JsonArray(value.networks().stream().map(Object::toString).toList());
  }

  @Override
  public boolean explainsRefusals() {
    return true;
  }

  @Override
  public String expected() {
    return "networks and addresses of IPv4 and IPv6 with spaces between, or \"\" for none";
  }
}
