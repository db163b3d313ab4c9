package io.dbintel.jdbc.logs;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes that are often met, those that say more before those that say less: the default, those
 * of distributions, services and log analysers. Belongs to one writer, because it remembers which
 * was met last.
 */
final class CommonPrefixes {
  private static final List<LinePrefix> ALL =
      Stream.of(
              "%t:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
              "%t:%r:%u@%d:[%p]:",
              " sql_error_code = %e time_ms = \"%m\" pid=\"%p\" proc_start_time=\"%s\""
                  + " session_id=\"%c\" vtid=\"%v\" tid=\"%x\" log_line=\"%l\" %qdatabase=\"%d\""
                  + " connection_source=\"%r\" user=\"%u\" application_name=\"%a\" ",
              " sql_error_code = %e ",
              "%p-%s-%c-%l-%h-%u-%d-%m ",
              "%m [%p][%v] : [%l-1] %q[app=%a] ",
              "%m [%p] %q[user=%u,db=%d,app=%a,host=%h] ",
              "%m [%p] %q[user=%u,db=%d,app=%a] ",
              "%m [%p] [queryid=%Q] %u@%d ",
              "%t [%p]: [%l-1] user=%u,db=%d - PG-%e ",
              "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
              "%t [%p]: [%l-1] user=%u,db=%d,host=%h,app=%a ",
              "%t [%p]: [%l-1] [%x] usr=%u,db=%d,appli=%a ",
              "%t [%p]: [%l-1] [trx_id=%x] user=%u,db=%d ",
              "%t [%p]: [%l-1] user=%u,db=%d ",
              "%t [%p]: [%l-1] db=%d,user=%u ",
              "%t [%p]: db=%d,user=%u,app=%a,client=%h ",
              "%t [%p] user=%u,db=%d ",
              "%t [%p-%l] %q%u@%d ",
              "%n [%p-%l] %u@%d ",
              "%m [%p-%l] %u@%d (%v) (%x) (%e) (%s) (%a)",
              "%m %r %u %a [%c] [%p] ",
              "%m [%p] %q%u@%d %h ",
              "%m [%p] %q%u@%d ",
              "[%p]: [%l-1] db=%d,user=%u ",
              "db=%d,user=%u,app=%a,client=%h ",
              "user=%u,db=%d,app=%a,client=%h ",
              "%m [%p] ",
              "")
          .map(LinePrefix::of)
          .toList();

  private LinePrefix last = ALL.get(0);

  /** The entry that begins with this text, by whichever prefix fits. */
  LinePrefix.@Nullable Match match(String text, LogTime times) {
    LinePrefix.Match match = last.match(text, times);
    if (match != null) {
      return match;
    }
    for (LinePrefix prefix : ALL) {
      match = prefix.match(text, times);
      if (match != null) {
        last = prefix;
        return match;
      }
    }
    return null;
  }

  /** The prefix by which most of these lines begin; null if none fits any. */
  static @Nullable LinePrefix best(List<String> lines, LogTime times) {
    LinePrefix best = null;
    long most = 0;
    for (LinePrefix prefix : ALL) {
      long fits = lines.stream().filter(line -> prefix.match(line, times) != null).count();
      if (fits > most) {
        most = fits;
        best = prefix;
      }
    }
    return best;
  }
}
