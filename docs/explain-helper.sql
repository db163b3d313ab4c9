-- Lets dbintel see the plans of statements that its own role may not run, above all of those that change data. Run it as a superuser in each
-- database where such statements run; leave out what is there already. It makes a function that explains, and never executes, the statement
-- that dbintel prepared in its session. The function runs as a role that nobody logs in as, that owns nothing else, and that has the
-- privileges which the statements need: without them the server shows no plan.
--
-- What the function does not do: it takes no text, so none can be smuggled into it; it names everything with its schema, so that no search
-- path leads elsewhere; and it works in read-only transactions alone.
CREATE ROLE dbintel_explainer NOLOGIN;
CREATE SCHEMA dbintel;
CREATE FUNCTION dbintel.explain(parameters integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
AS $function$
DECLARE
  plan pg_catalog.text;
BEGIN
  IF pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.<>) 'on' THEN
    RAISE EXCEPTION 'dbintel.explain works in read-only transactions only';
  END IF;
  EXECUTE pg_catalog.concat(
      'EXPLAIN (FORMAT JSON, VERBOSE, SETTINGS) EXECUTE dbintel_explain',
      CASE WHEN parameters OPERATOR(pg_catalog.>) 0 THEN pg_catalog.concat(
        '(NULL', pg_catalog.repeat(', NULL', parameters OPERATOR(pg_catalog.-) 1), ')')
      END)
    INTO plan;
  RETURN plan;
END
$function$;
ALTER FUNCTION dbintel.explain(integer) OWNER TO dbintel_explainer;
REVOKE ALL ON FUNCTION dbintel.explain(integer) FROM PUBLIC;
GRANT USAGE ON SCHEMA dbintel TO dbintel;
GRANT EXECUTE ON FUNCTION dbintel.explain(integer) TO dbintel;

-- For each schema whose tables the statements use:
GRANT USAGE ON SCHEMA public TO dbintel_explainer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dbintel_explainer;
