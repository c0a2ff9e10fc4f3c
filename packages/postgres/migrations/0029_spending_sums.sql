CREATE TABLE "agent_spending_sums" (
	"of_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"usd" numeric NOT NULL,
	"tokens" numeric NOT NULL,
	CONSTRAINT "agent_spending_sums_of_id_since_pk" PRIMARY KEY("of_id","since")
);
--> statement-breakpoint
CREATE INDEX "agent_spendings_unsettled_idx" ON "agent_spendings" USING btree ("project_id") WHERE not "agent_spendings"."is_settled";--> statement-breakpoint
ALTER TABLE "agent_spending_sums" SET (fillfactor = 50);
--> statement-breakpoint
-- Whoever writes spendings, of this version or the one before, keeps their sums with the same statement. Those of a statement are added up in
-- one order, and last of all that it locks, so that two never wait for each other. Exact numbers, as what is added again and again would drift,
-- and none of hundreds of digits.
CREATE FUNCTION "sum_spendings"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  removed_rows agent_spendings[] := '{}';
  added_rows agent_spendings[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    removed_rows := ARRAY(SELECT ROW(removed.*)::agent_spendings FROM removed WHERE is_settled);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    added_rows := ARRAY(SELECT ROW(added.*)::agent_spendings FROM added WHERE is_settled);
  END IF;
  IF removed_rows = '{}' AND added_rows = '{}' THEN
    RETURN NULL;
  END IF;
  INSERT INTO agent_spending_sums AS held (of_id, since, usd, tokens)
    SELECT place.of_id, place.since, sum(sign * round(usd::numeric, 12)), sum(sign * tokens)
    FROM (SELECT 1 AS sign, * FROM unnest(added_rows) UNION ALL SELECT -1, * FROM unnest(removed_rows)) AS changed
      CROSS JOIN LATERAL (VALUES (execution_id, '-infinity'::timestamptz), (task_id, '-infinity'), (project_id, '-infinity'),
        (project_id, date_bin('10 minutes', at, 'epoch'))) AS place (of_id, since)
    GROUP BY place.of_id, place.since
    ORDER BY place.of_id, place.since
    ON CONFLICT (of_id, since) DO UPDATE SET usd = held.usd + excluded.usd, tokens = held.tokens + excluded.tokens;
  DELETE FROM agent_spending_sums
    WHERE of_id IN (SELECT project_id FROM unnest(added_rows)) AND since > '-infinity' AND since < now() - interval '25 hours';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "sum_added_spendings" AFTER INSERT ON "agent_spendings"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sum_spendings();
--> statement-breakpoint
CREATE TRIGGER "sum_changed_spendings" AFTER UPDATE ON "agent_spendings"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sum_spendings();
--> statement-breakpoint
CREATE TRIGGER "sum_removed_spendings" AFTER DELETE ON "agent_spendings"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION sum_spendings();
--> statement-breakpoint
-- The triggers keep others from writing until this is committed.
INSERT INTO agent_spending_sums (of_id, since, usd, tokens)
  SELECT place.of_id, place.since, sum(round(usd::numeric, 12)), sum(tokens)
  FROM agent_spendings
    CROSS JOIN LATERAL (VALUES (execution_id, '-infinity'::timestamptz), (task_id, '-infinity'), (project_id, '-infinity'),
      (project_id, date_bin('10 minutes', at, 'epoch'))) AS place (of_id, since)
  WHERE is_settled AND (place.since = '-infinity' OR place.since > now() - interval '25 hours')
  GROUP BY place.of_id, place.since;
--> statement-breakpoint
-- What is spent and what is reserved in each of these scopes; a reservation of a gateway that is gone, or that is too old, is spent. An
-- execution may be null. A day is its whole tens of minutes and the rest of the first one.
CREATE FUNCTION "spendings_of"(scopes text[], execution uuid, task uuid, project uuid, lease_seconds double precision,
  longest_seconds double precision)
RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  day_ago timestamptz := now() - interval '24 hours';
  first_minutes timestamptz := date_bin('10 minutes', day_ago, 'epoch');
BEGIN
  RETURN (
    WITH spendings (scope, usd, tokens, is_open) AS (
      SELECT scope, usd, tokens, false FROM (VALUES ('execution', execution), ('task', task), ('project', project)) AS whole (scope, of_whole)
        JOIN agent_spending_sums ON of_id = of_whole AND since = '-infinity'
      UNION ALL
      SELECT 'day', usd, tokens, false FROM agent_spending_sums WHERE 'day' = ANY (scopes) AND of_id = project AND since > first_minutes
      UNION ALL
      SELECT 'day', usd::numeric, tokens, false FROM agent_spendings
        WHERE 'day' = ANY (scopes) AND project_id = project AND is_settled AND at > day_ago
          AND at < first_minutes + interval '10 minutes'
      UNION ALL
      SELECT place.scope, usd::numeric, tokens, is_open
        FROM (SELECT s.*, s.at > now() - make_interval(secs => longest_seconds)
            AND EXISTS (SELECT FROM gateways g WHERE g.id = s.gateway_id AND g.seen_at > now() - make_interval(secs => lease_seconds))
            AS is_open
          FROM agent_spendings s WHERE s.project_id = project AND NOT s.is_settled) AS unsettled
          CROSS JOIN LATERAL (VALUES ('execution', execution_id = execution), ('task', task_id = task), ('project', true),
            ('day', at > day_ago)) AS place (scope, is_within)
        WHERE is_within
    ), summed AS (
      SELECT scope,
        coalesce(sum(usd) FILTER (WHERE NOT is_open), 0) AS spent_usd, coalesce(sum(usd) FILTER (WHERE is_open), 0) AS reserved_usd,
        coalesce(sum(tokens) FILTER (WHERE NOT is_open), 0) AS spent_tokens,
        coalesce(sum(tokens) FILTER (WHERE is_open), 0) AS reserved_tokens
      FROM unnest(scopes) AS scope LEFT JOIN spendings USING (scope) GROUP BY scope
    )
    SELECT coalesce(jsonb_object_agg(scope, jsonb_build_object(
      'usd', jsonb_build_object('spent', spent_usd, 'reserved', reserved_usd),
      'tokens', jsonb_build_object('spent', spent_tokens, 'reserved', reserved_tokens))), '{}') FROM summed);
END $$;
--> statement-breakpoint
-- As 0028 has it, but that what was spent isn't read row by row.
CREATE OR REPLACE FUNCTION "reserve_requests"(asked jsonb, lease_seconds double precision, longest_seconds double precision)
RETURNS TABLE (place integer, answer jsonb) LANGUAGE plpgsql AS $$
DECLARE
  request record;
  limits jsonb;
  sums jsonb;
  has_room boolean;
  granted_id uuid;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- Whoever reserves is there, whenever it was last heard of: after an outage of the database, for example.
  INSERT INTO gateways AS known (id, seen_at)
    SELECT DISTINCT (one ->> 'gatewayId')::uuid, now() FROM jsonb_array_elements(asked) AS one
    WHERE NOT EXISTS (SELECT FROM gateways g
      WHERE g.id = (one ->> 'gatewayId')::uuid AND g.seen_at > now() - interval '5 seconds')
    ON CONFLICT ON CONSTRAINT gateways_pkey DO UPDATE SET seen_at = now();
  -- In one order, so that two who lock several projects never wait for each other.
  FOR request IN
    SELECT one.position::integer AS place, e.id AS execution_id, t.id AS task_id, r.project_id, t.options,
      coalesce(c.budgets, '{}') AS budgets,
      (one.value ->> 'gatewayId')::uuid AS gateway_id,
      (one.value ->> 'usd')::double precision AS usd,
      (one.value ->> 'tokens')::bigint AS tokens,
      one.value -> 'credential' = 'null' OR EXISTS (SELECT FROM agent_credentials a
        WHERE a.id = (one.value -> 'credential' ->> 'id')::uuid AND a.sign_in_needed IS NULL
          AND a.wrapped_data_key = one.value -> 'credential' ->> 'wrappedDataKey') AS is_current
    FROM jsonb_array_elements(asked) WITH ORDINALITY AS one (value, position)
      JOIN agent_executions e ON e.id = (one.value ->> 'executionId')::uuid
      JOIN agent_tasks t ON t.id = e.task_id
      JOIN repos r ON r.id = t.repo_id
      LEFT JOIN agent_configs c ON c.project_id = r.project_id
    ORDER BY r.project_id, one.position
  LOOP
    place := request.place;
    IF NOT request.is_current THEN
      answer := '{"isCurrent": false}';
      RETURN NEXT;
      CONTINUE;
    END IF;
    SELECT coalesce(jsonb_object_agg(scope, budget), '{}') INTO limits FROM (VALUES
      ('execution', request.budgets -> 'execution'),
      ('task', jsonb_build_object(
        'usd', coalesce(request.options -> 'budget' ->> 'usd', request.budgets -> 'task' ->> 'usd'),
        'tokens', coalesce(request.options -> 'budget' ->> 'tokens', request.budgets -> 'task' ->> 'tokens'))),
      ('project', request.budgets -> 'project'),
      ('day', request.budgets -> 'day')
    ) AS budgets (scope, budget) WHERE num_nulls(budget ->> 'usd', budget ->> 'tokens') < 2;
    sums := '{}';
    IF limits <> '{}' THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('budget ' || request.project_id, 0));
      -- A statement of its own, after the lock: it sees what was reserved before it, here and by others.
      SELECT spendings_of(ARRAY(SELECT jsonb_object_keys(limits)), request.execution_id, request.task_id, request.project_id,
        lease_seconds, longest_seconds) INTO sums;
    END IF;
    has_room := NOT EXISTS (SELECT FROM jsonb_each(limits) AS limited (scope, budget), unnest(ARRAY['usd', 'tokens']) AS unit
      WHERE (sums -> scope -> unit ->> 'spent')::double precision + (sums -> scope -> unit ->> 'reserved')::double precision
        >= (budget ->> unit)::double precision);
    granted_id := CASE WHEN has_room THEN gen_random_uuid() END;
    IF has_room THEN
      INSERT INTO agent_spendings (id, execution_id, task_id, project_id, gateway_id, usd, tokens)
        VALUES (granted_id, request.execution_id, request.task_id, request.project_id, request.gateway_id, request.usd,
          request.tokens);
    END IF;
    answer := jsonb_build_object('isCurrent', true, 'id', granted_id, 'sums', sums, 'budgets', request.budgets,
      'options', request.options);
    RETURN NEXT;
  END LOOP;
END $$;
--> statement-breakpoint
DROP FUNCTION "sum_of_spendings"(double precision, double precision, double precision, double precision);
