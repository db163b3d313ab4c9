package io.dbintel.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A service like many others: it takes orders and keeps them in PostgreSQL. */
@SpringBootApplication
public class OrdersService {
  /** Starts the service. */
  public static void main(String[] arguments) {
    SpringApplication.run(OrdersService.class, arguments);
  }
}
