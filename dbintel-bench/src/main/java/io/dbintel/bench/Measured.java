package io.dbintel.bench;

/**
 * What came out for one benchmark under one set of parameters.
 *
 * @param benchmark class and method
 * @param parameters the values of the parameters, as the table shows them; empty if there are none
 * @param nanos the time of an operation, in nanoseconds
 * @param error half the width of its 99.9 % confidence interval; NaN if it is not known
 * @param bytes what an operation allocates
 */
record Measured(String benchmark, String parameters, double nanos, double error, double bytes) {}
