package io.dbintel.bench;

/** What {@link SampleEvents} sets, as a class written for it alone: the floor. */
record SampleRecord(
    String system,
    String namespace,
    String address,
    long port,
    String text,
    String summary,
    String fingerprint,
    String identifiedBy,
    boolean truncated,
    String user,
    String session,
    String state,
    String kind,
    double duration,
    long samples,
    boolean continued,
    String waitClass,
    String waitEvent,
    double transactionAge,
    double queryAge) {

  static SampleRecord sample() {
    return new SampleRecord(
        "postgresql",
        "shop",
        "db.example.org",
        5432,
        SampleEvents.TEXT,
        "SELECT orders customers",
        "s1:0123456789abcdef0123456789abcdef",
        "server",
        false,
        "shop",
        "6b01a2c3.1f40",
        "active",
        "client",
        3.000123,
        3,
        false,
        "IO",
        "IO/DataFileRead",
        4.75,
        4.5);
  }
}
