package io.dbintel.examples.springboot;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders and tells what was ordered. */
@RestController
@RequestMapping("/orders")
class OrdersController {
  private final JdbcClient database;

  OrdersController(JdbcClient database) {
    this.database = database;
  }

  @PostMapping
  void order(@RequestParam String item) {
    database.sql("INSERT INTO orders (item) VALUES (?)").param(item).update();
  }

  @GetMapping
  List<String> ordered() {
    return database
        .sql("SELECT item FROM orders ORDER BY id DESC LIMIT 100")
        .query(String.class)
        .list();
  }
}
