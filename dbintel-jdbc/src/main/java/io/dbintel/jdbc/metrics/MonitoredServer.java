package io.dbintel.jdbc.metrics;

/**
 * What a {@link MetricCollector} must know of the server it reads from, as of now.
 *
 * @param majorVersion its major version
 * @param standby whether it is in recovery
 * @param monitor whether our role is of the monitor tier
 * @param monitorGrant the SQL that grants that tier
 * @param blockBytes the size of a page
 * @param inDoubt to be run where the server itself says otherwise of our role: has it looked at
 *     again
 * @param knowledge changes when the server was looked at again: what failed is then tried again
 */
public record MonitoredServer(
    int majorVersion,
    boolean standby,
    boolean monitor,
    String monitorGrant,
    long blockBytes,
    Runnable inDoubt,
    Object knowledge) {}
