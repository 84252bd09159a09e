package io.ostiary.bench;

/**
 * What a piece of load found.
 *
 * @param perSecond connections, refusals or requests
 * @param cpuMicros what the server's threads used for each of them
 * @param sample all that the generator said
 */
record Piece(double perSecond, double cpuMicros, Sample sample) {}
