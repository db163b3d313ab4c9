package io.dbintel.jdbc.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log while it is written: over new files, renamed files and files that are begun anew.
 * It begins at the end of what there is, and knows how far it came.
 *
 * <p>What a turn told counts once it is {@link #keep kept}; {@link #takeBack taken back}, it is
 * told again. A {@link #state} holds what was kept, and no text of the log.
 *
 * <p>Not thread-safe.
 */
public final class LogFollower {
  /** Files that were read to their end, in case they are written on. */
  private static final int MAX_FINISHED = 16;

  /** Files of one turn: more new ones are left for the next. */
  private static final int MAX_FILES = 64;

  private final Deque<LogBookmark> finished = new ArrayDeque<>();
  private final long maxBacklog;
  private List<LogBookmark> kept = List.of();
  private @Nullable LogBookmark at;
  private @Nullable LogReader reader;
  private @Nullable LogFormat readAs;
  private byte[] window = new byte[0];
  private long seenSize = -1;
  private Tally tally = new Tally();
  private LogSink out = entry -> {};

  /** A reader lives longer than a turn, and each turn has a sink of its own. */
  private final LogSink relay =
      new LogSink() {
        @Override
        public void entry(LogEntry entry) {
          out.entry(entry);
        }

        @Override
        public void lost(Loss reason, long bytes) {
          out.lost(reason, bytes);
        }
      };

  /** Adds up what happened in a turn. */
  private static final class Tally {
    long read;
    long skipped;
    int files;
    int restarted;
    int gone;
  }

  /**
   * What happened in a turn.
   *
   * @param file the file that is followed; empty if there is none
   * @param readBytes how much was read
   * @param skippedBytes how much was left out because there was more than may wait
   * @param behindBytes how much there is still to read of the file
   * @param filesBegun to how many files it went on
   * @param filesRestarted how many files were found begun anew; what they held beyond what was read
   *     is lost
   * @param filesGone how many files were gone before they were read to the end
   */
  public record Turn(
      String file,
      long readBytes,
      long skippedBytes,
      long behindBytes,
      int filesBegun,
      int filesRestarted,
      int filesGone) {}

  /**
   * A follower that has seen nothing yet.
   *
   * @param maxBacklog how many bytes of a file may wait to be read, in bytes; if there are more, it
   *     goes on near the end
   */
  public LogFollower(long maxBacklog) {
    this.maxBacklog = maxBacklog;
  }

  /**
   * Reads what was written since the last turn.
   *
   * @param formats how a file of a name is written
   * @param mayRead asked before each read for how many bytes there is room; 0 ends the turn
   * @throws X if files could not be read: what was told so far must be {@linkplain #takeBack taken
   *     back}
   */
  public <X extends Exception> Turn turn(
      LogFiles<X> files, Function<String, LogFormat> formats, IntSupplier mayRead, LogSink sink)
      throws X {
    tally = new Tally();
    out = sink;
    List<LogFile> seen = new ArrayList<>(files.list());
    seen.sort(LogFile.BY_AGE);
    LogFile current = current(seen);
    if (current == null) {
      return told("", 0);
    }
    if (at == null) {
      // Everything before is history.
      LogReader begun = reader(files, current, current.size(), formats.apply(current.name()));
      at = mark(current, begun);
    }
    for (int count = 0; count < MAX_FILES; count++) {
      LogFile file = followed(files, seen);
      if (file != null) {
        LogFormat format = formats.apply(file.name());
        boolean atEnd = readOn(files, file, format, mayRead);
        if (!atEnd || file.current()) {
          return told(file.name(), Math.max(0, file.size() - at.checkedTo()));
        }
      }
      LogFile next = next(files, seen, current);
      if (next == null) {
        return told(at.name(), 0);
      }
      goOn(files, file, next);
    }
    return told(at.name(), 0);
  }

  /** What was told so far is told for good. */
  public void keep() {
    List<LogBookmark> marks = new ArrayList<>();
    if (at != null) {
      marks.add(at);
      marks.addAll(finished);
    }
    kept = List.copyOf(marks);
  }

  /** What was told since the last {@link #keep} reached nobody: it will be told again. */
  public void takeBack() {
    finished.clear();
    reader = null;
    seenSize = -1;
    at = kept.isEmpty() ? null : kept.get(0);
    finished.addAll(kept.subList(Math.min(1, kept.size()), kept.size()));
  }

  /** What was kept, to be taken up by {@link #restore}. Some kilobytes, no text of the log. */
  public byte[] state() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(kept.size());
      for (LogBookmark mark : kept) {
        mark.write(out);
      }
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot be written", impossible);
    }
  }

  /**
   * Takes up where a state was taken.
   *
   * @throws IllegalArgumentException if it is none
   */
  public void restore(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int count = in.readInt();
      if (count < 0 || count > MAX_FINISHED + 1) {
        throw new IOException("too many bookmarks");
      }
      List<LogBookmark> marks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        marks.add(LogBookmark.read(in));
      }
      kept = List.copyOf(marks);
      takeBack();
    } catch (IOException broken) {
      throw new IllegalArgumentException("no state of a log follower", broken);
    }
  }

  private Turn told(String file, long behind) {
    return new Turn(
        file, tally.read, tally.skipped, behind, tally.files, tally.restarted, tally.gone);
  }

  private LogBookmark here() {
    LogBookmark here = at;
    if (here == null) {
      throw new IllegalStateException("nothing is followed");
    }
    return here;
  }

  private static @Nullable LogFile current(List<LogFile> seen) {
    for (LogFile file : seen) {
      if (file.current()) {
        return file;
      }
    }
    return null;
  }

  private <X extends Exception> @Nullable LogFile followed(LogFiles<X> files, List<LogFile> seen)
      throws X {
    String identity = here().identity();
    for (LogFile file : seen) {
      if (file.identity().equals(identity)) {
        return file;
      }
    }
    return files.find(identity);
  }

  /** Reads a file as far as it goes; true at its end. */
  private <X extends Exception> boolean readOn(
      LogFiles<X> files, LogFile file, LogFormat format, IntSupplier mayRead) throws X {
    LogBookmark mark = here();
    if (!format.equals(readAs)) {
      reader = null;
    }
    if (isTouched(file, mark) && !isSame(files, file, mark)) {
      tally.restarted++;
      reader = null;
      mark = LogBookmark.beginning(file);
    }
    long from = afterSkipping(file, mark);
    LogReader reading = reader(files, file, from, format);
    boolean atEnd = false;
    while (!atEnd) {
      int length = mayRead.getAsInt();
      if (length <= 0) {
        break;
      }
      byte[] bytes = files.read(file, reading.offset(), length);
      reading.read(bytes, 0, bytes.length);
      tally.read += bytes.length;
      window = lastOf(window, bytes);
      atEnd = bytes.length < length;
    }
    if (atEnd && file.current() && reading.offset() == seenSize) {
      // Where an entry ends is known when the next begins, or when nothing came for a turn.
      reading.settle();
    }
    seenSize = atEnd ? reading.offset() : -1;
    at = mark(file, reading);
    return atEnd;
  }

  /** A reader that goes on from here: the one there is, or a new one. */
  private <X extends Exception> LogReader reader(
      LogFiles<X> files, LogFile file, long from, LogFormat format) throws X {
    LogReader there = reader;
    if (there != null && there.offset() == from) {
      return there;
    }
    readAs = format;
    LogReader made = new LogReader(format, relay, from, LogReader.MAX_ENTRY_BYTES);
    int before = (int) Math.min(LogBookmark.CHECKED, from);
    window = before == 0 ? new byte[0] : files.read(file, from - before, before);
    reader = made;
    return made;
  }

  /** Where to read on: where the reader is, or further on if more waits than may. */
  private long afterSkipping(LogFile file, LogBookmark mark) {
    long from = reader == null ? mark.offset() : reader.offset();
    if (file.size() - from <= maxBacklog) {
      return from;
    }
    long near = file.size() - maxBacklog / 2;
    tally.skipped += near - mark.offset();
    return near;
  }

  private LogBookmark mark(LogFile file, LogReader reading) {
    return new LogBookmark(
        file.name(),
        file.identity(),
        file.modifiedMicros(),
        reading.settledOffset(),
        reading.offset(),
        window.length,
        LogBookmark.check(window));
  }

  private static boolean isTouched(LogFile file, LogBookmark mark) {
    return file.size() != mark.checkedTo() || file.modifiedMicros() != mark.modifiedMicros();
  }

  /** True if a file still has before the bookmark what it had. */
  private static <X extends Exception> boolean isSame(
      LogFiles<X> files, LogFile file, LogBookmark mark) throws X {
    if (file.size() < mark.checkedTo()) {
      return false;
    }
    if (mark.checkedBytes() == 0) {
      return true;
    }
    byte[] bytes = files.read(file, mark.checkedTo() - mark.checkedBytes(), mark.checkedBytes());
    return LogBookmark.check(bytes) == mark.check();
  }

  private static byte[] lastOf(byte[] before, byte[] bytes) {
    int length = Math.min(LogBookmark.CHECKED, before.length + bytes.length);
    byte[] last = new byte[length];
    int ofBytes = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - ofBytes, last, length - ofBytes, ofBytes);
    int ofBefore = length - ofBytes;
    System.arraycopy(before, before.length - ofBefore, last, 0, ofBefore);
    return last;
  }

  /** The file that was written after the one that is followed; null if there is none yet. */
  private <X extends Exception> @Nullable LogFile next(
      LogFiles<X> files, List<LogFile> seen, LogFile current) throws X {
    LogBookmark mark = here();
    for (LogFile file : seen) {
      boolean later =
          file.modifiedMicros() > mark.modifiedMicros()
              || (file.modifiedMicros() == mark.modifiedMicros()
                  && file.name().compareTo(mark.name()) > 0);
      boolean candidate = later && !file.current() && !file.identity().equals(mark.identity());
      if (candidate && !isFinished(files, file)) {
        return file;
      }
    }
    return current.identity().equals(mark.identity()) || isFinished(files, current)
        ? null
        : current;
  }

  /** True if a file was read to its end and has nothing new. */
  private <X extends Exception> boolean isFinished(LogFiles<X> files, LogFile file) throws X {
    LogBookmark mark = finishedMark(file);
    return mark != null && file.size() == mark.checkedTo() && isSame(files, file, mark);
  }

  private @Nullable LogBookmark finishedMark(LogFile file) {
    for (LogBookmark mark : finished) {
      if (mark.identity().equals(file.identity())) {
        return mark;
      }
    }
    return null;
  }

  /** Ends the file that is followed, which is null if it is gone, and begins the next. */
  private <X extends Exception> void goOn(LogFiles<X> files, @Nullable LogFile file, LogFile next)
      throws X {
    LogReader ended = reader;
    if (file == null) {
      tally.gone++;
    }
    if (ended != null) {
      ended.end();
    }
    LogBookmark mark = file == null || ended == null ? here() : mark(file, ended);
    finished.removeIf(each -> each.identity().equals(mark.identity()));
    finished.addFirst(mark);
    while (finished.size() > MAX_FINISHED) {
      LogBookmark unused = finished.removeLast();
    }
    LogBookmark old = finishedMark(next);
    tally.files++;
    reader = null;
    seenSize = -1;
    at = old != null && isSame(files, next, old) ? old : LogBookmark.beginning(next);
  }
}
