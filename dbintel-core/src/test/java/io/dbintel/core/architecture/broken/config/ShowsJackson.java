package io.dbintel.core.architecture.broken.config;

import com.fasterxml.jackson.core.JsonParser;

/** A class that cannot be loaded without Jackson. */
public interface ShowsJackson {
  void read(JsonParser parser);
}
