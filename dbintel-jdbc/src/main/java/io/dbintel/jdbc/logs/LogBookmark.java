package io.dbintel.jdbc.logs;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * How far a file was read. The bytes before a place in it are remembered by two checksums, by which
 * a file that was begun anew under the same name or in the same place is told from one that grew.
 * Immutable.
 *
 * @param name the file's name
 * @param identity the file's identity
 * @param modifiedMicros when it was last written, as last seen
 * @param offset up to where it was told
 * @param checkedTo the place before which {@code check} was taken, at least {@code offset}
 * @param checkedBytes of how many bytes {@code check} was taken, {@value #CHECKED} at most
 * @param check the checksums of the bytes before {@code checkedTo}
 */
record LogBookmark(
    String name,
    String identity,
    long modifiedMicros,
    long offset,
    long checkedTo,
    int checkedBytes,
    long check) {
  static final int CHECKED = 64;

  /** The checksums of bytes, of which nothing can be read back. */
  static long check(byte[] bytes) {
    CRC32 one = new CRC32();
    one.update(bytes, 0, bytes.length);
    CRC32C other = new CRC32C();
    other.update(bytes, 0, bytes.length);
    return one.getValue() << 32 | other.getValue();
  }

  /** Nothing was read of a file yet. */
  static LogBookmark beginning(LogFile file) {
    return new LogBookmark(
        file.name(), file.identity(), file.modifiedMicros(), 0, 0, 0, check(new byte[0]));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(name);
    out.writeUTF(identity);
    out.writeLong(modifiedMicros);
    out.writeLong(offset);
    out.writeLong(checkedTo);
    out.writeInt(checkedBytes);
    out.writeLong(check);
  }

  static LogBookmark read(DataInputStream in) throws IOException {
    LogBookmark bookmark =
        new LogBookmark(
            in.readUTF(),
            in.readUTF(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readInt(),
            in.readLong());
    if (bookmark.offset < 0
        || bookmark.checkedTo < bookmark.offset
        || bookmark.checkedBytes < 0
        || bookmark.checkedBytes > Math.min(CHECKED, bookmark.checkedTo)) {
      throw new IOException("a bookmark before the beginning of its file");
    }
    return bookmark;
  }
}
