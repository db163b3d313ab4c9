-- Three rows of which one is good.
select n::bigint as n from (values (1), (null), (-3)) v(n)
