/** Counters, and what INFO says of them. */
package io.ostiary.stats;
