/**
 * Reads settings: {@link io.ostiary.settings.load.SettingsLoader} decides from where and in which
 * order, {@link io.ostiary.settings.load.CommandLine} takes the arguments of a start apart, and two
 * processors for vertx-config read the files.
 */
package io.ostiary.settings.load;
