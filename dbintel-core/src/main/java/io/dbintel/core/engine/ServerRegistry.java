package io.dbintel.core.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Which target watches which server, so that one server configured twice is watched once.
 * Thread-safe; one entry a target.
 */
final class ServerRegistry {
  private final Map<String, String> targetByServer = new HashMap<>();

  /** Claims a server for a target; returns the target that has it: this one, or an earlier one. */
  synchronized String claim(String server, String target) {
    targetByServer.values().removeIf(target::equals);
    String owner = targetByServer.putIfAbsent(server, target);
    return owner == null ? target : owner;
  }

  synchronized void release(String target) {
    targetByServer.values().removeIf(target::equals);
  }
}
