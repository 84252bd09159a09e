/**
 * What clients can ask for. A command is a row ({@link io.ostiary.command.Command}) and a small
 * {@link io.ostiary.command.CommandHandler}; the {@link io.ostiary.command.Dispatcher} checks name,
 * arity and permission once, before it. The built-in commands are in the packages below and use the
 * same public types as anyone's.
 */
package io.ostiary.command;
