/** {@code CLIENT} and its subcommands, and INFO's section about clients. */
package io.ostiary.command.client;
