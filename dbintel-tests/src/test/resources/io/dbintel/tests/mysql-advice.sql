-- Statements whose plans deserve one piece of advice each, or none. Above each: the rule, and the product if only one takes it.
--advice full_table_scan
SELECT * FROM orders WHERE memo = 'memo 7';
--advice full_join
--only mysql
--set optimizer_switch = 'block_nested_loop=off'
SELECT count(*) FROM plain p STRAIGHT_JOIN plain2 q ON p.a = q.a;
--advice full_join
--only mariadb
--set join_cache_level = 0
SELECT count(*) FROM plain p STRAIGHT_JOIN plain2 q ON p.a = q.a;
--advice join_buffer
SELECT count(*) FROM plain p JOIN plain2 q ON p.a < q.a - 1;
--advice filesort
SELECT id, memo FROM orders ORDER BY memo, total;
--advice temporary_table
SELECT memo, sum(total) FROM orders GROUP BY memo ORDER BY NULL;
--advice index_merge
--only mysql
SELECT /*+ INDEX_MERGE(t by_a, by_b) */ * FROM twins t WHERE a = 3 AND b = 2;
--advice index_merge
--only mariadb
SELECT * FROM twins t FORCE INDEX (by_a, by_b) WHERE a = 3 OR b = 2;
--advice stale_index_statistics
SELECT * FROM digits d STRAIGHT_JOIN skewed s FORCE INDEX (by_a) ON s.a = d.d;
--advice
SELECT * FROM orders WHERE customer_id = 7;
--advice
SELECT * FROM orders ORDER BY placed LIMIT 10;
--advice
SELECT o.*, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.status = 'open' AND o.total > 900;
--advice
SELECT status, count(*) FROM orders GROUP BY status;
--advice
SELECT * FROM orders WHERE id < 9000 LIMIT 20;
