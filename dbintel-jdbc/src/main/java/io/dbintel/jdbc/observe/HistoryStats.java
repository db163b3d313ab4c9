package io.dbintel.jdbc.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a {@link SessionHistory} is, and what it had to give up.
 *
 * @param samples samples held
 * @param rows observations held
 * @param retainedBytes what they take, in bytes, as far as arrays and texts go
 * @param evictedRows observations given up before their time because memory ran out, since it began
 * @param evictedTexts statements kept without their text because memory ran out, since it began
 * @param oldest when the oldest sample held was taken; null if there is none
 * @param newest when the newest was; null if there is none
 */
public record HistoryStats(
    long samples,
    long rows,
    long retainedBytes,
    long evictedRows,
    long evictedTexts,
    @Nullable Instant oldest,
    @Nullable Instant newest) {}
