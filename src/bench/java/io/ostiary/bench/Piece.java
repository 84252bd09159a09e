package io.ostiary.bench;

/**
 * The result of one load.
 *
 * @param perSecond connections, refusals or requests
 * @param cpuMicros CPU time of the server for each of them
 * @param sample the output of the generator
 */
record Piece(double perSecond, double cpuMicros, Sample sample) {}
