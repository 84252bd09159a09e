package io.ostiary.gateway;

import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Where some keys of a command are, as COMMAND describes it since Redis 7 (key specifications).
 * Immutable.
 *
 * @param index the position where they begin; 0 where a word says it
 * @param keyword the word that they stand behind; empty for none
 * @param startFrom where that is looked for; negative from the end
 * @param counted whether a number says how many there are
 * @param last the last key, or the place of that number
 * @param step how far keys lie apart
 * @param more the share of the rest that is keys, or the place of the first behind the number
 * @param use what is done with them
 */
record KeySpec(
    int index,
    String keyword,
    int startFrom,
    boolean counted,
    int last,
    int step,
    int more,
    KeyUse use) {

  private static final String INCOMPLETE = "incomplete";

  /** Of servers before version 7: first, last and step. */
  static KeySpec range(int first, int last, int step, KeyUse use) {
    return new KeySpec(first, "", 0, false, last < 0 ? last : last - first, step, 0, use);
  }

  /** All that COMMAND tells whole; what it calls unknown is left to the server to judge. */
  static List<KeySpec> all(List<? extends Reply> specs) {
    List<KeySpec> all = new ArrayList<>();
    specs.forEach(spec -> of(spec).ifPresent(all::add));
    return List.copyOf(all);
  }

  private static Optional<KeySpec> of(Reply spec) {
    Reply begin = field(spec, "begin_search");
    Reply find = field(spec, "find_keys");
    Reply where = field(begin, "spec");
    Reply which = field(find, "spec");
    int index = number(where, "index");
    String keyword = Backend.text(field(where, "keyword"));
    if (index == 0 && keyword.isEmpty()) {
      return Optional.empty();
    }
    int from = number(where, "startfrom");
    int step = number(which, "keystep");
    KeyUse use = KeyUse.of(field(spec, "flags"));
    return switch (Backend.text(field(find, "type"))) {
      case "range" ->
          Optional.of(
              new KeySpec(
                  index,
                  keyword,
                  from,
                  false,
                  number(which, "lastkey"),
                  step,
                  number(which, "limit"),
                  use));
      case "keynum" ->
          Optional.of(
              new KeySpec(
                  index,
                  keyword,
                  from,
                  true,
                  number(which, "keynumidx"),
                  step,
                  number(which, "firstkey"),
                  use));
      default -> Optional.empty();
    };
  }

  /** Whether specifications tell each key that a request may use. */
  static boolean areWhole(List<? extends Reply> specs) {
    return specs.stream()
        .allMatch(
            spec ->
                of(spec).isPresent() && !KeyUse.words(field(spec, "flags")).contains(INCOMPLETE));
  }

  private static int number(Reply map, String name) {
    return (int) Backend.number(field(map, name));
  }

  private static Reply field(Reply map, String name) {
    if (map instanceof AggregateReply pairs) {
      for (int i = 0; i + 1 < pairs.elements().size(); i += 2) {
        if (Backend.text(pairs.elements().get(i)).equals(name)) {
          return pairs.elements().get(i + 1);
        }
      }
    }
    return Reply.NULL;
  }

  /** Visits the positions of the keys that a request has by this. */
  void visit(Request request, IntConsumer visitor) {
    int begin = begin(request);
    if (begin == 0 || begin >= request.count()) {
      return;
    }
    int first = counted ? begin + more : begin;
    int end = counted ? first + (count(request, begin + last) - 1) * step : end(request, begin);
    for (int at = first; at <= end && at < request.count(); at += step) {
      visitor.accept(at);
    }
  }

  /** 0 when the word is not there. */
  private int begin(Request request) {
    if (keyword.isEmpty()) {
      return index;
    }
    int at = startFrom > 0 ? startFrom : request.count() + startFrom;
    int direction = startFrom > 0 ? 1 : -1;
    while (at > 0 && at < request.count()) {
      if (request.is(at, keyword)) {
        return at + 1;
      }
      at += direction;
    }
    return 0;
  }

  private int end(Request request, int begin) {
    if (last >= 0) {
      return begin + last;
    }
    // A share of what is left, since as many arguments of another kind follow.
    return more > 1 ? begin + (request.count() - begin) / more + last : request.count() + last;
  }

  private static int count(Request request, int at) {
    String number = at < request.count() ? request.text(at) : "";
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
  }
}
