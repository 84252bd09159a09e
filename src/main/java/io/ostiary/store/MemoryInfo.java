package io.ostiary.store;

import java.util.Locale;

/**
 * INFO's section on memory. {@code used_memory} is what entries take, which is what {@code
 * maxmemory} bounds; what else is on the heap is in {@code used_heap}. Any thread.
 */
public final class MemoryInfo {

  private static final String[] UNITS = {"K", "M", "G", "T", "P"};

  private final Store store;

  /** The section on this store and the heap it is in. */
  public MemoryInfo(Store store) {
    this.store = store;
  }

  /** The lines of the section, each with its CRLF. */
  public String lines() {
    Heap heap = store.memory().heap();
    StringBuilder lines = new StringBuilder();
    amount(lines, "used_memory", store.usedBytes());
    amount(lines, "used_heap", heap.usedBytes());
    amount(lines, "max_heap", heap.maxBytes());
    amount(lines, "maxmemory", store.maxBytes());
    return lines.append("maxmemory_policy:noeviction\r\n").toString();
  }

  private static void amount(StringBuilder lines, String field, long bytes) {
    lines.append(field).append(':').append(bytes).append("\r\n");
    lines.append(field).append("_human:").append(human(bytes)).append("\r\n");
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
