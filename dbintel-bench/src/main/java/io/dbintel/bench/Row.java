package io.dbintel.bench;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the table names a benchmark, and beside which others of its class it stands. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Row {
  /** What one operation is. */
  String value();

  /** The methods it is compared with, each a line; none for what is only compared with. */
  String[] beside() default {};
}
