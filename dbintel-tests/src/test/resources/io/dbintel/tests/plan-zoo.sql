-- Statements that make the server show every kind of node it has. One ends where a line ends with a semicolon.
-- Before it may stand: --from and the first version that takes it; --set and settings; --varies, if its numbers are not the same twice.
SELECT 1;
SELECT 1 WHERE now() < timestamptz '2000-01-01';
SELECT * FROM zoo.customers;
SELECT * FROM zoo.customers WHERE name = 'O''Reilly';
SELECT * FROM zoo.customers WHERE name = E'a\n->  Seq Scan on zoo.salaries  (cost=0.00..1.00 rows=1 width=4)\n      Filter: (''x'' = "y")';
SELECT * FROM zoo.customers WHERE name = 'back\slash\' OR name = $q$dollar 'quoted'$q$;
SELECT "a:b" FROM "Strange ""Zoo"""."Odd ->  Table" "my  (cost=1) alias" WHERE "select" > 7 AND "a:b" <> ': ';
--set enable_hashagg = off
SELECT customer_id FROM zoo.orders GROUP BY customer_id;
SELECT * FROM (SELECT id, total FROM zoo.orders ORDER BY total DESC LIMIT 100) best WHERE id > 50;
SELECT id FROM zoo.orders UNION ALL SELECT id FROM zoo.customers ORDER BY id LIMIT 5;
SELECT * FROM zoo.version_file WHERE version <> 'secret';
SELECT * FROM zoo.orders WHERE id = 42;
SELECT id FROM zoo.orders WHERE id BETWEEN 5 AND 50;
--set enable_seqscan = off
SELECT count(id) FROM zoo.orders WHERE id < 2000;
SELECT * FROM zoo.orders ORDER BY placed DESC LIMIT 5;
SELECT * FROM zoo.orders WHERE id IN (1, 2, 3, 4);
SELECT * FROM zoo.orders WHERE customer_id = ANY ('{5,6,7}'::int[]);
--set enable_indexscan = off; enable_seqscan = off
SELECT * FROM zoo.orders WHERE customer_id < 40 AND placed > timestamptz '2024-01-03';
--set enable_indexscan = off; enable_seqscan = off
SELECT * FROM zoo.orders WHERE customer_id = 3 OR placed < timestamptz '2024-01-01 02:00';
--set enable_indexscan = off; enable_seqscan = off; work_mem = 64
SELECT * FROM zoo.lines WHERE order_id < 5000 AND price > 10;
SELECT * FROM zoo.pairs WHERE a = 3 AND b = 5 AND filling <> 'secret';
SELECT * FROM zoo.customers WHERE tags @> ARRAY['t3'];
SELECT id FROM zoo.orders ORDER BY place <-> point '(3,4)' LIMIT 3;
SELECT * FROM zoo.orders WHERE place <@ box '((0,0),(5,5))';
SELECT * FROM zoo.customers WHERE ctid = '(0,1)'::tid;
--from 14
SELECT * FROM zoo.customers WHERE ctid > '(2,1)'::tid AND ctid < '(4,1)'::tid;
SELECT * FROM zoo.customers TABLESAMPLE bernoulli (10) REPEATABLE (42);
--varies
SELECT * FROM zoo.customers TABLESAMPLE system (5);
SELECT * FROM generate_series(1, 10) g WHERE g > 3;
SELECT * FROM zoo.several(5), zoo.several(6) AS o(x);
SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(1, 5)) AS r(a, b);
SELECT * FROM xmltable('/r/x' PASSING '<r><x>secret</x></r>' COLUMNS x text PATH '.');
--from 17
SELECT * FROM json_table('[{"a": "secret"}]'::jsonb, '$[*]' COLUMNS (a text PATH '$.a'));
SELECT * FROM (VALUES (1, 'secret'), (2, 'b')) AS v(a, b) WHERE a > 1;
SELECT unnest(tags), id FROM zoo.customers WHERE id < 5;
SELECT * FROM zoo.paid WHERE total > 880;
SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM zoo.orders) q WHERE n < 10;
SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY total DESC), sum(total) OVER w FROM zoo.orders WINDOW w AS (ORDER BY placed ROWS 3 PRECEDING);
--set enable_mergejoin = off; enable_hashjoin = off
SELECT * FROM zoo.orders o JOIN zoo.lines l ON l.order_id = o.id WHERE o.customer_id = 7;
--set enable_mergejoin = off; enable_nestloop = off
SELECT * FROM zoo.orders o JOIN zoo.customers c ON c.id = o.customer_id AND c.born < o.placed WHERE c.city = 'city 3';
--set enable_hashjoin = off; enable_nestloop = off
SELECT * FROM zoo.orders o JOIN zoo.customers c ON c.id = o.customer_id;
SELECT * FROM zoo.customers c LEFT JOIN zoo.orders o ON o.customer_id = c.id AND o.total > 800;
SELECT * FROM zoo.customers c FULL JOIN zoo.orders o ON o.customer_id = c.id;
--set enable_nestloop = off
SELECT * FROM zoo.orders o RIGHT JOIN zoo.customers c ON o.id = c.id + 9000;
SELECT * FROM zoo.customers c WHERE EXISTS (SELECT 1 FROM zoo.orders o WHERE o.customer_id = c.id AND o.total > 890);
SELECT * FROM zoo.customers c WHERE NOT EXISTS (SELECT 1 FROM zoo.orders o WHERE o.customer_id = c.id AND o.total > 10);
--set enable_mergejoin = off; enable_hashjoin = off; enable_material = on
SELECT * FROM zoo.nodes a, zoo.nodes b WHERE a.id > b.id AND b.id < 20;
--set enable_mergejoin = off; enable_hashjoin = off
SELECT count(*) FROM zoo.orders o JOIN zoo.customers c ON c.id = o.customer_id;
SELECT * FROM zoo.orders WHERE total > (SELECT avg(total) FROM zoo.orders);
SELECT o.id, (SELECT count(*) FROM zoo.lines l WHERE l.order_id = o.id) FROM zoo.orders o WHERE o.id < 20;
SELECT * FROM zoo.orders WHERE customer_id NOT IN (SELECT id FROM zoo.customers WHERE city = 'city 1');
SELECT * FROM zoo.orders WHERE total > ALL (SELECT price FROM zoo.lines WHERE order_id < 10);
WITH c AS MATERIALIZED (SELECT * FROM zoo.customers WHERE city = 'city 5') SELECT * FROM c a JOIN c b ON a.id = b.id + 50;
WITH RECURSIVE tree AS (SELECT id, 1 AS depth FROM zoo.nodes WHERE id = 1 UNION ALL SELECT n.id, t.depth + 1 FROM zoo.nodes n JOIN tree t ON n.parent = t.id) SELECT count(*) FROM tree;
WITH moved AS (DELETE FROM zoo.audit RETURNING *) INSERT INTO zoo.audit (what) SELECT 'again ' || what FROM moved;
SELECT status, count(*), sum(total) FROM zoo.orders GROUP BY status HAVING count(*) > 5;
--set enable_hashagg = off
SELECT customer_id, total, count(*) FROM zoo.orders GROUP BY customer_id, total;
--set work_mem = 64
SELECT order_id, no, max(item) FROM zoo.lines GROUP BY order_id, no;
SELECT status, customer_id % 3 AS c, count(*) FROM zoo.orders GROUP BY GROUPING SETS ((status, customer_id % 3), (status), ());
SELECT status, customer_id, count(*) FROM zoo.orders GROUP BY CUBE (status, customer_id);
--set enable_hashagg = off
SELECT status, customer_id, placed, count(*) FROM zoo.orders GROUP BY ROLLUP (status, customer_id), ROLLUP (placed);
SELECT DISTINCT status FROM zoo.orders;
--set enable_hashagg = off
SELECT DISTINCT customer_id, status FROM zoo.orders;
--set work_mem = 64
SELECT * FROM zoo.lines ORDER BY item, price DESC NULLS LAST;
SELECT * FROM zoo.orders ORDER BY customer_id, total LIMIT 50;
--set enable_sort = off
SELECT id, status FROM zoo.orders ORDER BY status, id LIMIT 2000;
SELECT id FROM zoo.orders EXCEPT SELECT order_id FROM zoo.lines;
--set enable_hashagg = off
SELECT id FROM zoo.orders INTERSECT ALL SELECT order_id FROM zoo.lines;
SELECT id, 'secret' FROM zoo.orders UNION ALL SELECT id, name FROM zoo.customers;
SELECT id FROM zoo.orders UNION SELECT id FROM zoo.customers;
SELECT * FROM zoo.events WHERE kind = 3;
SELECT * FROM zoo.events WHERE at BETWEEN '2024-02-01' AND '2024-02-03';
SELECT * FROM zoo.events ORDER BY at DESC LIMIT 7;
--set enable_partitionwise_join = on; enable_partitionwise_aggregate = on
SELECT a.at, count(*) FROM zoo.events a JOIN zoo.events b ON a.at = b.at AND b.kind = 1 GROUP BY a.at;
SELECT * FROM zoo.events WHERE at > (SELECT max(at) - 10 FROM zoo.events);
SELECT * FROM zoo.orders WHERE id < 5 FOR UPDATE;
SELECT * FROM zoo.orders WHERE zoo.slow(id) = 7 AND id < 50;
INSERT INTO zoo.audit (what) VALUES ('secret');
INSERT INTO zoo.customers VALUES (1, 'secret') ON CONFLICT (id) DO UPDATE SET name = 'x' WHERE zoo.customers.city <> 'secret';
INSERT INTO zoo.customers SELECT i, 'n' FROM generate_series(1990, 2010) i ON CONFLICT DO NOTHING;
UPDATE zoo.orders SET total = total + 1 WHERE id < 10;
UPDATE zoo.events SET note = 'secret' WHERE kind = 2;
DELETE FROM zoo.lines WHERE order_id = 77;
DELETE FROM zoo.events USING zoo.nodes WHERE kind = nodes.id;
--from 15
MERGE INTO zoo.customers c USING zoo.nodes n ON n.id = c.id WHEN MATCHED AND c.city = 'secret' THEN DELETE WHEN MATCHED THEN UPDATE SET city = 'x' WHEN NOT MATCHED THEN INSERT VALUES (n.id + 100000, 'n');
--varies
--set parallel_setup_cost = 0; parallel_tuple_cost = 0; min_parallel_table_scan_size = 0; max_parallel_workers_per_gather = 2
SELECT count(*) FROM zoo.orders WHERE total > 100;
--varies
--set parallel_setup_cost = 0; parallel_tuple_cost = 0; min_parallel_table_scan_size = 0; max_parallel_workers_per_gather = 2; enable_mergejoin = off; enable_nestloop = off
SELECT * FROM zoo.orders o JOIN zoo.lines l ON l.order_id = o.id ORDER BY l.price, o.total;
--varies
--set debug_parallel_query = on
--from 16
SELECT max(total) FROM zoo.orders;
--varies
--set parallel_setup_cost = 0; parallel_tuple_cost = 0; min_parallel_table_scan_size = 0; enable_partitionwise_aggregate = on
SELECT at, count(*) FROM zoo.events GROUP BY at;
--set jit = on; jit_above_cost = 0
SELECT sum(total * 2) FROM zoo.orders WHERE total > 3;
