package io.ostiary.command;

import io.ostiary.auth.Authentication;
import io.ostiary.client.ClientTable;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import java.util.function.Supplier;

/**
 * What the built-in commands need of the server they run in. One for all event loops; every part is
 * safe from any thread.
 *
 * @param clients everyone inside
 * @param settings what CONFIG shows and changes
 * @param stats what INFO shows and CONFIG RESETSTAT sets to zero
 * @param authentication whether AUTH has a password to check, and checks it
 * @param facts what stays the same while the server runs
 * @param everyCommand the whole table that clients can use, for COMMAND; asked only when a command
 *     runs, since that table holds the built-in ones, too
 * @param shutdown begins the server's shutdown and returns at once; may be called more than once
 */
public record ServerContext(
    ClientTable clients,
    LiveSettings settings,
    Stats stats,
    Authentication authentication,
    ServerFacts facts,
    Supplier<CommandTable> everyCommand,
    Runnable shutdown) {}
