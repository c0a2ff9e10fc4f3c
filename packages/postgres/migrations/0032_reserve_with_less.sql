-- As 0029 has it, with the settings of 0030, but that which gateways serve is asked once, and what isn't settled added up before it is given to each
-- scope that it is within: of a gateway that settles some milliseconds later there are many rows of that, all alike.
CREATE OR REPLACE FUNCTION "spendings_of"(scopes text[], execution uuid, task uuid, project uuid, lease_seconds double precision,
  longest_seconds double precision)
RETURNS jsonb LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = off AS $$
DECLARE
  day_ago timestamptz := now() - interval '24 hours';
  first_minutes timestamptz := date_bin('10 minutes', day_ago, 'epoch');
  served uuid[] := ARRAY(SELECT id FROM gateways WHERE seen_at > now() - make_interval(secs => lease_seconds));
BEGIN
  RETURN (
    WITH unsettled AS MATERIALIZED (
      SELECT execution_id = execution AS of_execution, task_id = task AS of_task, at > day_ago AS of_day,
        at > now() - make_interval(secs => longest_seconds) AND gateway_id = ANY (served) AS is_open,
        sum(usd::numeric) AS usd, sum(tokens) AS tokens
      FROM agent_spendings WHERE project_id = project AND NOT is_settled GROUP BY of_execution, of_task, of_day, is_open
    ), spendings (scope, usd, tokens, is_open) AS (
      SELECT scope, usd, tokens, false FROM (VALUES ('execution', execution), ('task', task), ('project', project)) AS whole (scope, of_whole)
        JOIN agent_spending_sums ON of_id = of_whole AND since = '-infinity'
      UNION ALL
      SELECT 'day', usd, tokens, false FROM agent_spending_sums WHERE 'day' = ANY (scopes) AND of_id = project AND since > first_minutes
      UNION ALL
      SELECT 'day', usd::numeric, tokens, false FROM agent_spendings
        WHERE 'day' = ANY (scopes) AND project_id = project AND is_settled AND at > day_ago
          AND at < first_minutes + interval '10 minutes'
      UNION ALL
      SELECT place.scope, usd, tokens, is_open
        FROM unsettled CROSS JOIN LATERAL (VALUES ('execution', of_execution), ('task', of_task), ('project', true), ('day', of_day))
          AS place (scope, is_within)
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
-- As 0029 has it, but that it is looked whether a gateway is there before one is inserted, and that rows are looked up one by one: of a list in JSON
-- it is guessed that it is long, so that for one request whole tables were read into hashes.
CREATE OR REPLACE FUNCTION "reserve_requests"(asked jsonb, lease_seconds double precision, longest_seconds double precision)
RETURNS TABLE (place integer, answer jsonb) LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  request record;
  limits jsonb;
  sums jsonb;
  has_room boolean;
  granted_id uuid;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- Whoever reserves is there, whenever it was last heard of: after an outage of the database, for example.
  IF EXISTS (SELECT FROM jsonb_array_elements(asked) AS one WHERE NOT EXISTS (SELECT FROM gateways g
      WHERE g.id = (one ->> 'gatewayId')::uuid AND g.seen_at > now() - interval '5 seconds')) THEN
    INSERT INTO gateways AS known (id, seen_at)
      SELECT DISTINCT (one ->> 'gatewayId')::uuid, now() FROM jsonb_array_elements(asked) AS one
      ON CONFLICT ON CONSTRAINT gateways_pkey DO UPDATE SET seen_at = now();
  END IF;
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
