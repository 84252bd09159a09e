/** Addresses as values: what a peer is known by. Uses nothing else of Ostiary. */
package io.ostiary.net;
