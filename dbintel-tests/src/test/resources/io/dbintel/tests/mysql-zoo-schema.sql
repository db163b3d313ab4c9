-- A database whose plans are worth looking at. {s} and {t} stand for texts, {n} and {m} for numbers that may appear nowhere.
CREATE TABLE digits (d INT PRIMARY KEY);
INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
CREATE TABLE numbers (i INT PRIMARY KEY);
INSERT INTO numbers SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d FROM digits a, digits b, digits c, digits e;
CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, city VARCHAR(40), born DATE, note TEXT,
  KEY by_city (city), KEY by_born (born), FULLTEXT KEY by_note (note));
INSERT INTO customers SELECT i, concat('name ', i), concat('city ', i % 40), date '1950-01-01' + INTERVAL i DAY,
  concat('word', i % 7, ' other', i % 11) FROM numbers WHERE i < 500;
INSERT INTO customers VALUES ({n}, {s}, {s}, date '1950-01-01', {s}), ({m}, {t}, {t}, date '1950-01-01', {t});
CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT NOT NULL, status VARCHAR(20) NOT NULL, total INT NOT NULL,
  placed DATETIME NOT NULL, memo VARCHAR(100), data LONGTEXT,
  KEY by_customer (customer_id), KEY by_status (status, total), KEY by_placed (placed));
INSERT INTO orders SELECT i, i % 500, elt(1 + i % 4, 'open', 'paid', 'sent', 'void'), i * 7 % 1000,
  timestamp '2024-01-01 00:00:00' + INTERVAL i MINUTE, concat('memo ', i % 100), concat('{"a": ', i, '}') FROM numbers;
INSERT INTO orders VALUES ({n}, 3, {s}, 5, '2024-01-01', {s}, '{}'), ({m}, 3, {t}, 5, '2024-01-01', {t}, '{}');
CREATE TABLE `lines` (order_id INT, line_no INT, product_id INT, quantity INT, PRIMARY KEY (order_id, line_no), KEY by_product (product_id));
INSERT INTO `lines` SELECT i DIV 2, i % 2, i % 200, i % 9 FROM numbers;
CREATE TABLE products (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, a INT, b INT, c INT, UNIQUE KEY by_name (name), KEY by_a (a), KEY by_b (b));
INSERT INTO products SELECT i, concat('product ', i), i % 50, i % 70, i FROM numbers WHERE i < 2000;
INSERT INTO products VALUES ({n}, {s}, 1, 1, 1), ({m}, {t}, 1, 1, 1);
CREATE TABLE events (id INT, happened DATE, kind INT, PRIMARY KEY (id, happened)) PARTITION BY RANGE (year(happened))
  (PARTITION p2023 VALUES LESS THAN (2024), PARTITION p2024 VALUES LESS THAN (2025), PARTITION p2025 VALUES LESS THAN MAXVALUE);
INSERT INTO events SELECT i, date '2023-01-01' + INTERVAL i DAY, i % 5 FROM numbers WHERE i < 1000;
CREATE TABLE tree (id INT PRIMARY KEY, parent INT, name VARCHAR(40), KEY by_parent (parent));
INSERT INTO tree SELECT i, i DIV 3, concat('node ', i) FROM numbers WHERE i < 300;
CREATE TABLE plain (a INT, b INT, c VARCHAR(40));
INSERT INTO plain SELECT i % 100, i, concat('text ', i) FROM numbers WHERE i < 2000;
CREATE TABLE plain2 (a INT, b INT, c VARCHAR(40));
INSERT INTO plain2 SELECT i % 90, i, concat('text ', i) FROM numbers WHERE i < 1500;
CREATE TABLE nullable (a INT, b INT, KEY by_a (a));
INSERT INTO nullable SELECT if(i % 10 = 0, NULL, i % 100), i FROM numbers WHERE i < 2000;
CREATE TABLE one (id INT PRIMARY KEY, x INT) ENGINE = MyISAM;
INSERT INTO one VALUES (1, 2);
CREATE TABLE `odd -> Table scan on t` (`my (cost=1 rows=1) column` INT, `a``b` VARCHAR(40), KEY `an index, of` (`my (cost=1 rows=1) column`));
INSERT INTO `odd -> Table scan on t` SELECT i, {s} FROM numbers WHERE i < 100;
CREATE TABLE grouped (a INT, b INT, c INT, KEY by_abc (a, b, c));
INSERT INTO grouped SELECT i % 3, i % 500, i FROM numbers;
INSERT INTO grouped SELECT i % 3, i % 500, i + 10000 FROM numbers;
CREATE VIEW paid AS SELECT customer_id, sum(total) AS spent, count(*) AS n FROM orders WHERE status = 'paid' GROUP BY customer_id;
ANALYZE TABLE customers, orders, `lines`, products, events, tree, plain, plain2, nullable, numbers, grouped;
CREATE TABLE twins (id INT PRIMARY KEY, a INT, b INT, c CHAR(200), KEY by_a (a), KEY by_b (b));
INSERT INTO twins SELECT i, i % 8, i DIV 8 % 8, 'x' FROM numbers;
CREATE TABLE skewed (id INT PRIMARY KEY, a INT, KEY by_a (a));
INSERT INTO skewed SELECT i, if(i < 5000, 0, i) FROM numbers;
ANALYZE TABLE twins, skewed;
