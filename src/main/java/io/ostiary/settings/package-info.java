/**
 * What the server was told: every directive ({@link io.ostiary.settings.Directives}, a row each),
 * an immutable snapshot of all values ({@link io.ostiary.settings.Settings}), the one in force
 * ({@link io.ostiary.settings.LiveSettings}), and how they are read ({@link
 * io.ostiary.settings.SettingsLoader}).
 */
package io.ostiary.settings;
