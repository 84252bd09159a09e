/**
 * The directives ({@link io.ostiary.settings.Directives}, a row each), an immutable snapshot of all
 * their values ({@link io.ostiary.settings.Settings}), and the one in force ({@link
 * io.ostiary.settings.LiveSettings}). How values are read from files, the environment and command
 * lines is in {@link io.ostiary.settings.load}, which nothing here uses.
 */
package io.ostiary.settings;
