select n.n as number from generate_series(-3::bigint, 3) as n(n) where n.n = any(?) order by 1
