package io.ostiary.client;

import java.util.Arrays;

/**
 * What a program keeps with a client: keys and values by turns in one array, which weighs nothing
 * where there are none. An array is never changed, so that any thread may read it.
 */
final class Attributes {

  static final Object[] NONE = {};

  private Attributes() {}

  /** The value of that key, or null: what is asked for with every command makes no object. */
  static Object get(Object[] attributes, ClientKey<?> key) {
    int at = indexOf(attributes, key);
    return at < 0 ? null : attributes[at + 1];
  }

  /** The same array with another value for that key. */
  static Object[] with(Object[] attributes, ClientKey<?> key, Object value) {
    int at = indexOf(attributes, key);
    Object[] changed = Arrays.copyOf(attributes, attributes.length + (at < 0 ? 2 : 0));
    int place = at < 0 ? attributes.length : at;
    changed[place] = key;
    changed[place + 1] = value;
    return changed;
  }

  /** The same array without that key. */
  static Object[] without(Object[] attributes, ClientKey<?> key) {
    int at = indexOf(attributes, key);
    if (at < 0) {
      return attributes;
    }
    int last = attributes.length - 2;
    Object[] changed = Arrays.copyOf(attributes, attributes.length);
    changed[at] = changed[last];
    changed[at + 1] = changed[last + 1];
    return Arrays.copyOf(changed, last);
  }

  private static int indexOf(Object[] attributes, ClientKey<?> key) {
    int at = attributes.length - 2;
    while (at >= 0 && attributes[at] != key) {
      at -= 2;
    }
    return at;
  }
}
