package io.ostiary.listen;

import java.util.List;
import java.util.Map;

/**
 * From what a server listens on to what it is to listen on. Immutable.
 *
 * @param after what it listens on then, in the order of the plan
 * @param opened what of that was opened for it, and accepts nobody yet
 * @param left what it then no longer listens on
 * @param backlogs how many connections the kernel is to keep waiting at those that stay
 */
public record ListenChange(
    List<Endpoint> after,
    List<Endpoint> opened,
    List<Endpoint> left,
    Map<Endpoint, Integer> backlogs) {}
