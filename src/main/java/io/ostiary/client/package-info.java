/**
 * Everyone inside: the facts of one connection ({@link io.ostiary.client.Client}), the table of all
 * ({@link io.ostiary.client.ClientTable}), how they are found, shown and why they left.
 */
package io.ostiary.client;
