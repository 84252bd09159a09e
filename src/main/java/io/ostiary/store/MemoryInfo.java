package io.ostiary.store;

import io.ostiary.command.InfoLines;
import java.util.Locale;

/**
 * INFO's memory section. {@code used_memory} is what entries take, which {@code maxmemory} bounds;
 * {@code used_heap} is the whole heap. Any thread.
 */
public final class MemoryInfo {

  private static final String[] UNITS = {"K", "M", "G", "T", "P"};

  private final Store store;

  public MemoryInfo(Store store) {
    this.store = store;
  }

  /** The lines of the section, each with its CRLF. */
  public String lines() {
    Heap heap = store.memory().heap();
    InfoLines lines = new InfoLines();
    amount(lines, "used_memory", store.usedBytes());
    amount(lines, "used_heap", heap.usedBytes());
    amount(lines, "max_heap", heap.maxBytes());
    amount(lines, "maxmemory", store.maxBytes());
    return lines.add("maxmemory_policy", "noeviction").toString();
  }

  private static void amount(InfoLines lines, String field, long bytes) {
    lines.add(field, bytes).add(field + "_human", human(bytes));
  }

  static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double amount = bytes;
    int unit = -1;
    do {
      amount /= 1024;
      unit++;
    } while (amount >= 1024 && unit < UNITS.length - 1);
    return String.format(Locale.ROOT, "%.2f%s", amount, UNITS[unit]);
  }
}
