package io.dbintel.testkit;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What can be read in an event: the names of its attributes, and every text. */
final class EventTexts implements AttributeVisitor {
  private final Set<AttrKey<?>> keys = new LinkedHashSet<>();
  private final List<String> texts = new ArrayList<>();

  private EventTexts() {}

  static EventTexts of(DbEvent event) {
    EventTexts found = new EventTexts();
    event.forEach(found);
    found.texts.add(event.database());
    return found;
  }

  Set<AttrKey<?>> keys() {
    return keys;
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public void text(AttrKey<?> key, String value) {
    keys.add(key);
    texts.add(value);
  }

  @Override
  public void integer(AttrKey<?> key, long value) {
    keys.add(key);
  }

  @Override
  public void decimal(AttrKey<?> key, double value) {
    keys.add(key);
  }

  @Override
  public void truth(AttrKey<?> key, boolean value) {
    keys.add(key);
  }

  @Override
  public void texts(AttrKey<?> key, List<String> values) {
    keys.add(key);
    texts.addAll(values);
  }

  @Override
  public void integers(AttrKey<?> key, List<Long> values) {
    keys.add(key);
  }
}
