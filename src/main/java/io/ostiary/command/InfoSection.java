package io.ostiary.command;

import java.util.function.Supplier;

/**
 * A section of INFO, or a part of one: those of one name are shown as one, in their order.
 *
 * @param name as clients ask for it, in any case, and as its heading shows it: {@code Stats}
 * @param lines gives its lines, {@code field:value} each with CR LF; asked each time it is shown,
 *     from any thread
 */
public record InfoSection(String name, Supplier<String> lines) {}
