package io.dbintel.bench;

/**
 * What came out for one benchmark under one set of parameters.
 *
 * @param benchmark class and method
 * @param parameters the values of the parameters, as the table shows them; empty if there are none
 * @param nanos the time of an operation in the fastest iteration, in nanoseconds: what else the
 *     machine does can only add to it
 * @param mean its mean over all iterations
 * @param bytes what an operation allocates
 */
record Measured(String benchmark, String parameters, double nanos, double mean, double bytes) {}
