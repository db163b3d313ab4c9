package io.dbintel.core.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What stands in the file of one key. All numbers are big-endian:
 *
 * <pre>
 * 8 bytes  magic "DBISTATE"        8 bytes  expiry, nanoseconds since 1970-01-01T00:00Z
 * 4 bytes  format version          4 bytes  length of the key in chars
 * 8 bytes  version of the value    4 bytes  length of the value in bytes
 * the key, two bytes a char; the value; 4 bytes CRC-32C of all before
 * </pre>
 *
 * <p>The checksum finds accidents, not forgery: whoever can write to the folder can write a state.
 *
 * @param version how often the key was written, from 1
 * @param expiryEpochNanos when the value is no longer read
 */
@SuppressWarnings("ArrayRecordComponent") // Read and written, not compared.
record StateFile(long version, long expiryEpochNanos, String key, byte[] value) {
  static final int FORMAT = 1;

  private static final byte[] MAGIC = "DBISTATE".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = MAGIC.length + 4 + 8 + 8 + 4 + 4;
  private static final int CHECKSUM_BYTES = 4;

  /** How large a file with these bounds can be. */
  static int maxBytes(int keyChars, int valueBytes) {
    return HEADER_BYTES + 2 * keyChars + valueBytes + CHECKSUM_BYTES;
  }

  boolean isExpired(long epochNanos) {
    return epochNanos >= expiryEpochNanos;
  }

  byte[] encode() {
    int size = maxBytes(key.length(), value.length);
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.put(MAGIC).putInt(FORMAT).putLong(version).putLong(expiryEpochNanos);
    buffer.putInt(key.length()).putInt(value.length);
    // Not UTF-8, in which all halves of surrogate pairs are the same.
    for (int i = 0; i < key.length(); i++) {
      buffer.putChar(key.charAt(i));
    }
    buffer.put(value);
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    return buffer.array();
  }

  static StateFile decode(byte[] bytes, String expectedKey) throws BrokenStateException {
    StateFile file = decode(bytes);
    if (!file.key.equals(expectedKey)) {
      throw new BrokenStateException("it belongs to another key");
    }
    return file;
  }

  static StateFile decode(byte[] bytes) throws BrokenStateException {
    if (bytes.length < MAGIC.length
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new BrokenStateException("it is not a file of state");
    }
    if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
      throw new BrokenStateException("it is cut short");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int format = buffer.position(MAGIC.length).getInt();
    if (format != FORMAT) {
      throw new BrokenStateException("its format is " + format + " and not " + FORMAT);
    }
    long version = buffer.getLong();
    long expiry = buffer.getLong();
    int keyChars = buffer.getInt();
    int valueBytes = buffer.getInt();
    if (keyChars < 0
        || valueBytes < 0
        || HEADER_BYTES + 2L * keyChars + valueBytes + CHECKSUM_BYTES != bytes.length) {
      throw new BrokenStateException("its length is not what it says");
    }
    if (buffer.getInt(bytes.length - CHECKSUM_BYTES)
        != checksum(bytes, bytes.length - CHECKSUM_BYTES)) {
      throw new BrokenStateException("its checksum is wrong");
    }
    StringBuilder key = new StringBuilder(keyChars);
    for (int i = 0; i < keyChars; i++) {
      key.append(buffer.getChar());
    }
    byte[] value = new byte[valueBytes];
    buffer.get(value);
    return new StateFile(version, expiry, key.toString(), value);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
