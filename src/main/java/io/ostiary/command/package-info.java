/**
 * Commands: a row ({@link io.ostiary.command.Command}) and a small {@link
 * io.ostiary.command.CommandHandler}. The {@link io.ostiary.command.Dispatcher} checks name, arity
 * and the {@link io.ostiary.command.CommandCheck}s once, before the handler runs. A {@link
 * io.ostiary.command.Feature} brings commands together with all else that belongs to them.
 */
package io.ostiary.command;
