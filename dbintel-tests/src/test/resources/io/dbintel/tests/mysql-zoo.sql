-- Statements that make MySQL and MariaDB show every kind of node they have. One ends where a line ends with a semicolon.
-- Before it may stand: --only and the product that takes it; --set and settings of the session.
-- {s} and {t} stand for texts, {n} and {m} for numbers: literals, none of which may be left in what is kept.
SELECT {n}, {s};
SELECT * FROM customers WHERE id = {n} AND name = {t};
SELECT * FROM customers WHERE id = {n};
SELECT * FROM customers WHERE 1 = 0 AND name = {s};
SELECT min(id), max(id) FROM orders WHERE {n} = {n};
SELECT count(*) FROM customers WHERE name <> {s};
SELECT * FROM one, customers WHERE one.id < {n} AND customers.city = {s};
SELECT * FROM customers WHERE city = {s};
SELECT * FROM customers WHERE city = {s} AND name LIKE {t};
SELECT city FROM customers WHERE city > {s};
SELECT id, city FROM customers ORDER BY city LIMIT 5;
SELECT * FROM customers ORDER BY id DESC LIMIT 7;
SELECT * FROM customers WHERE born BETWEEN '1950-02-01' AND '1950-02-0{1}' AND name <> {s};
SELECT * FROM nullable WHERE (a = {n} OR a IS NULL) AND b <> {m};
SELECT * FROM products WHERE (a = 3 OR b = 7) AND c <> {n};
SELECT * FROM products WHERE a = 3 AND b = 7 AND c <> {n};
SELECT * FROM products WHERE (a < 2 OR b > 68) AND name <> {s};
SELECT * FROM customers WHERE MATCH (note) AGAINST ({s} IN BOOLEAN MODE);
SELECT * FROM customers WHERE MATCH (note) AGAINST ({s}) AND city = {t};
SELECT * FROM orders WHERE status = 'open' AND total > {n};
SELECT * FROM orders WHERE status IN ('open', {s}, {t}) AND total IN (1, {n}, {m});
SELECT * FROM orders WHERE status LIKE 'o%' AND total % 7 = {n};
--set optimizer_switch = 'mrr=on,mrr_cost_based=off'
SELECT * FROM orders WHERE placed BETWEEN '2024-01-02' AND '2024-01-03' AND memo <> {s};
--set optimizer_switch = 'mrr=on,mrr_cost_based=off,batched_key_access=on'
--only mysql
SELECT * FROM plain p JOIN orders o ON o.customer_id = p.a WHERE p.c <> {s};
--set optimizer_switch = 'mrr=on,mrr_sort_keys=on,join_cache_bka=on'; join_cache_level = 6
--only mariadb
SELECT * FROM plain p JOIN orders o ON o.customer_id = p.a WHERE p.c <> {s};
SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.memo = {s};
SELECT * FROM orders o STRAIGHT_JOIN customers c ON c.id = o.customer_id WHERE c.name <> {s};
SELECT * FROM customers c STRAIGHT_JOIN orders o ON c.id = o.customer_id WHERE c.name <> {s};
SELECT * FROM customers c LEFT JOIN orders o ON c.id = o.customer_id AND o.status = {s} WHERE o.id IS NULL;
SELECT * FROM plain p JOIN plain2 q ON p.a = q.a WHERE p.c <> {s} AND q.b < {n};
SELECT * FROM plain p LEFT JOIN plain2 q ON p.a = q.a AND q.c <> {s};
SELECT * FROM plain p JOIN plain2 q ON p.a < q.a - {n};
--only mariadb
--set join_cache_level = 4
SELECT * FROM plain p JOIN plain2 q ON p.a = q.a WHERE p.c <> {s} AND q.b < {n};
--only mysql
--set optimizer_switch = 'hash_join=off'; optimizer_switch = 'block_nested_loop=off'
SELECT * FROM plain p JOIN plain2 q ON p.a = q.a WHERE p.c <> {s};
SELECT * FROM customers c JOIN orders o ON o.customer_id = c.id JOIN `lines` l ON l.order_id = o.id JOIN products p ON p.id = l.product_id WHERE c.city = {s};
SELECT DISTINCT c.city FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.memo = {s};
SELECT * FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE memo = {s});
--set optimizer_switch = 'semijoin=off'
SELECT * FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE memo = {s});
--set optimizer_switch = 'materialization=off,semijoin=off'
SELECT * FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE memo = {s});
--set optimizer_switch = 'firstmatch=off,materialization=off,loosescan=off'
SELECT * FROM customers WHERE city <> {s} AND id IN (SELECT customer_id FROM orders WHERE total > 990);
--set optimizer_switch = 'firstmatch=off,materialization=off'
SELECT * FROM plain WHERE a IN (SELECT customer_id FROM orders) AND c <> {s};
--set optimizer_switch = 'firstmatch=on,materialization=off,loosescan=off'
SELECT * FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE status = {s});
SELECT * FROM customers WHERE id NOT IN (SELECT customer_id FROM orders WHERE memo = {s});
SELECT * FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.memo = {s});
SELECT * FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total > c.id + {n});
SELECT c.*, (SELECT max(total) FROM orders o WHERE o.customer_id = c.id AND o.memo <> {s}) FROM customers c;
SELECT * FROM customers WHERE id = (SELECT min(customer_id) FROM orders WHERE memo <> {s});
SELECT * FROM customers c WHERE c.id > ALL (SELECT total FROM orders o WHERE o.memo = {s});
SELECT city, count(*) FROM customers WHERE name <> {s} GROUP BY city HAVING count(*) > {n};
SELECT memo, sum(total) FROM orders WHERE memo <> {s} GROUP BY memo;
SELECT memo, sum(total) AS s FROM orders WHERE memo <> {s} GROUP BY memo ORDER BY s DESC LIMIT 3;
SELECT memo, count(DISTINCT customer_id) FROM orders WHERE memo <> {s} GROUP BY memo WITH ROLLUP;
SELECT a, min(b) FROM grouped WHERE c <> {n} GROUP BY a;
SELECT a, min(b) FROM grouped WHERE b > 3 GROUP BY a HAVING min(b) <> {n};
SELECT b FROM grouped WHERE b > {n};
SELECT DISTINCT a FROM grouped WHERE a <> {n};
SELECT DISTINCT memo FROM orders WHERE memo <> {s};
SELECT * FROM orders WHERE memo <> {s} ORDER BY memo, total;
SELECT * FROM orders WHERE memo <> {s} ORDER BY concat(memo, {t}) LIMIT 5;
SELECT * FROM orders ORDER BY (SELECT max(id) FROM customers c WHERE c.id < orders.total AND c.name <> {s}) LIMIT 3;
SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.memo <> {s} ORDER BY c.name LIMIT 10;
SELECT SQL_BUFFER_RESULT * FROM customers WHERE name = {s};
SELECT id FROM orders WHERE memo = {s} UNION SELECT id FROM customers WHERE name = {t};
SELECT id FROM orders WHERE memo = {s} UNION ALL SELECT id FROM customers WHERE name = {t};
(SELECT id, memo FROM orders WHERE memo = {s}) UNION (SELECT id, name FROM customers WHERE name = {t}) ORDER BY 2 LIMIT 4;
SELECT id FROM orders WHERE memo = {s} INTERSECT SELECT id FROM customers WHERE name <> {t};
SELECT id FROM orders WHERE memo = {s} EXCEPT SELECT id FROM customers WHERE name <> {t};
SELECT * FROM (SELECT customer_id, count(*) AS n FROM orders WHERE memo <> {s} GROUP BY customer_id) x JOIN customers c ON c.id = x.customer_id WHERE x.n > {n};
SELECT * FROM customers c JOIN (SELECT customer_id, max(total) AS t FROM orders GROUP BY customer_id) x ON x.customer_id = c.id WHERE c.city = {s};
SELECT * FROM paid WHERE spent > {n} AND customer_id < 9;
SELECT * FROM (SELECT * FROM orders ORDER BY total DESC LIMIT 20) x WHERE x.memo <> {s};
WITH big AS (SELECT * FROM orders WHERE memo <> {s} LIMIT 50) SELECT * FROM big a JOIN big b ON a.customer_id = b.customer_id AND a.total <> {n};
WITH RECURSIVE down AS (SELECT id, parent FROM tree WHERE id = 1 UNION ALL SELECT t.id, t.parent FROM tree t JOIN down d ON t.parent = d.id AND t.name <> {s}) SELECT * FROM down WHERE id <> {n};
WITH RECURSIVE down AS (SELECT id, parent FROM tree WHERE id = 1 UNION DISTINCT SELECT t.id, t.parent FROM tree t JOIN down d ON t.parent = d.id AND t.name <> {s}) SELECT * FROM down WHERE id <> {n};
SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY total) FROM orders WHERE memo <> {s};
SELECT id, sum(total) OVER (ORDER BY placed ROWS 3 PRECEDING), rank() OVER (ORDER BY total) FROM orders WHERE memo <> {s};
SELECT customer_id, sum(total) AS s, avg(sum(total)) OVER () FROM orders WHERE memo <> {s} GROUP BY customer_id ORDER BY 2 LIMIT 9;
SELECT * FROM events WHERE happened = '2024-03-01' AND kind <> {n};
SELECT * FROM events WHERE id < {n} AND kind = 3;
SELECT * FROM orders o, JSON_TABLE(o.data, '$' COLUMNS (a INT PATH '$.a')) j WHERE o.memo = {s} AND j.a <> {n};
--only mysql
SELECT * FROM customers c, LATERAL (SELECT * FROM orders o WHERE o.customer_id = c.id AND o.memo <> {s} ORDER BY total LIMIT 2) x WHERE c.city = {t};
--only mysql
SELECT * FROM (VALUES ROW(1, {s}), ROW({n}, {t})) v (a, b) JOIN customers c ON c.id = v.a;
--only mariadb
SELECT * FROM (VALUES (1, {s}), ({n}, {t})) v JOIN customers c ON c.id = v.`1`;
SELECT * FROM `odd -> Table scan on t` `an (cost=1 rows=2) alias` WHERE `my (cost=1 rows=1) column` > 7 AND `a``b` <> {s};
SELECT * FROM `odd -> Table scan on t` WHERE `my (cost=1 rows=1) column` = 7;
SELECT * FROM customers WHERE name = concat({s}, 'canary\n    -> Table scan on forged  (cost=1 rows=1)\n', "canary ""quoted"" \\ and 'single'");
SELECT * FROM customers WHERE name = 'canary\\' OR name = 'it''s canary' OR name = "canary" OR name = x'63616e617279' OR city = _utf8mb4'canary ö';
SELECT * FROM customers WHERE name REGEXP 'canary(a|b)' OR name = 'canary) (cost=1 rows=1)';
SELECT * FROM orders WHERE placed > timestamp'1999-12-31 23:59:{1}' AND memo IN ({s}, {t}) AND total + {n} > 1e3 * {m};
SELECT CASE WHEN name = {s} THEN {t} ELSE city END AS c, count(*) FROM customers GROUP BY c ORDER BY c;
SELECT * FROM orders WHERE json_extract(data, '$.canary') = {n};
UPDATE customers SET note = {s} WHERE id = {n};
UPDATE customers SET note = {s} WHERE name = {t};
UPDATE customers c JOIN orders o ON o.customer_id = c.id SET c.note = {s} WHERE o.memo = {t};
UPDATE customers SET city = concat(city, {s}) WHERE city > {t} ORDER BY name LIMIT 5;
UPDATE customers SET note = (SELECT max(memo) FROM orders WHERE status = {s}) WHERE id < 5;
DELETE FROM orders WHERE id = {n};
DELETE FROM orders WHERE memo = {s};
DELETE FROM orders;
DELETE o FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.name = {s};
INSERT INTO plain VALUES ({n}, {m}, {s});
INSERT INTO plain SELECT id, total, {s} FROM orders WHERE memo = {t};
INSERT INTO customers (id, name) VALUES ({n}, {s}) ON DUPLICATE KEY UPDATE name = {t};
REPLACE INTO products SELECT i + {n}, concat({s}, i), 1, 2, 3 FROM numbers WHERE i < 3;
