package io.dbintel.core.event;

import java.util.List;

/** Receives the attributes of an event, each by the method of its type, so that none is boxed. */
public interface AttributeVisitor {
  /** A text. */
  void text(AttrKey<?> key, String value);

  /** An integer. */
  void integer(AttrKey<?> key, long value);

  /** A float. */
  void decimal(AttrKey<?> key, double value);

  /** A truth value. */
  void truth(AttrKey<?> key, boolean value);

  /** An immutable list of texts. */
  void texts(AttrKey<?> key, List<String> values);

  /** An immutable list of integers. */
  void integers(AttrKey<?> key, List<Long> values);
}
