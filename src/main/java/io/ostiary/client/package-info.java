/**
 * Admitted clients: one connection as an embedding program sees it ({@link
 * io.ostiary.client.Client}) and as built-in commands do ({@link
 * io.ostiary.client.ConnectedClient}), the table of all ({@link io.ostiary.client.ClientTable}),
 * the filters and the lines of CLIENT LIST, and the reasons of a close.
 */
package io.ostiary.client;
