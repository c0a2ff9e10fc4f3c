-- As 0027 has it, but that the spendings are read twice at most, once for execution and task and once for project and day, by
-- statements that are planned once for a connection; that requests which share limits share what was read, each with what was granted
-- before it; and that no commit waits for the disk here: whoever reserved within a limit has what is committed brought to the disk while the
-- request is on its way.
CREATE FUNCTION "sum_of_spendings"(spent_usd double precision, reserved_usd double precision, spent_tokens double precision, reserved_tokens double precision)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'usd', jsonb_build_object('spent', coalesce(spent_usd, 0), 'reserved', coalesce(reserved_usd, 0)),
    'tokens', jsonb_build_object('spent', coalesce(spent_tokens, 0), 'reserved', coalesce(reserved_tokens, 0)))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "reserve_requests"(asked jsonb, lease_seconds double precision, longest_seconds double precision)
RETURNS TABLE (place integer, answer jsonb) LANGUAGE plpgsql AS $$
DECLARE
  request record;
  limits jsonb;
  -- Of each scope by its own name, as they were read, with what was granted since: the lock keeps others from reserving.
  summed jsonb := '{}';
  names jsonb;
  sums jsonb;
  limited text;
  has_room boolean;
  granted_id uuid;
  served uuid[];
  since timestamptz;
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
    IF limits <> '{}' THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('budget ' || request.project_id, 0));
      SELECT coalesce(array_agg(g.id), '{}') INTO served FROM gateways g
        WHERE g.seen_at > now() - make_interval(secs => lease_seconds);
    END IF;
    names := jsonb_build_object('execution', 'execution ' || request.execution_id, 'task', 'task ' || request.task_id,
      'project', 'project ' || request.project_id, 'day', 'day ' || request.project_id);
    IF EXISTS (SELECT FROM unnest(ARRAY['execution', 'task']) AS scope WHERE limits ? scope AND NOT summed ? (names ->> scope)) THEN
      SELECT summed || jsonb_build_object(
        names ->> 'task', sum_of_spendings(sum(usd) FILTER (WHERE NOT is_open), sum(usd) FILTER (WHERE is_open),
          sum(tokens) FILTER (WHERE NOT is_open), sum(tokens) FILTER (WHERE is_open)),
        names ->> 'execution', sum_of_spendings(sum(usd) FILTER (WHERE is_own AND NOT is_open),
          sum(usd) FILTER (WHERE is_own AND is_open),
          sum(tokens) FILTER (WHERE is_own AND NOT is_open), sum(tokens) FILTER (WHERE is_own AND is_open)))
      INTO summed
      FROM (SELECT sum(s.usd) AS usd, sum(s.tokens::double precision) AS tokens, s.execution_id = request.execution_id AS is_own,
          NOT is_settled AND at > now() - make_interval(secs => longest_seconds) AND s.gateway_id = ANY (served) AS is_open
        FROM agent_spendings s WHERE s.task_id = request.task_id GROUP BY is_own, is_open) AS of_task;
    END IF;
    IF EXISTS (SELECT FROM unnest(ARRAY['project', 'day']) AS scope WHERE limits ? scope AND NOT summed ? (names ->> scope)) THEN
      since := CASE WHEN limits ? 'project' THEN '-infinity'::timestamptz ELSE now() - interval '24 hours' END;
      SELECT summed || jsonb_build_object(
        names ->> 'project', sum_of_spendings(sum(usd) FILTER (WHERE NOT is_open), sum(usd) FILTER (WHERE is_open),
          sum(tokens) FILTER (WHERE NOT is_open), sum(tokens) FILTER (WHERE is_open)),
        names ->> 'day', sum_of_spendings(sum(usd) FILTER (WHERE is_late AND NOT is_open),
          sum(usd) FILTER (WHERE is_late AND is_open),
          sum(tokens) FILTER (WHERE is_late AND NOT is_open), sum(tokens) FILTER (WHERE is_late AND is_open)))
      INTO summed
      FROM (SELECT sum(s.usd) AS usd, sum(s.tokens::double precision) AS tokens, at > now() - interval '24 hours' AS is_late,
          NOT is_settled AND at > now() - make_interval(secs => longest_seconds) AND s.gateway_id = ANY (served) AS is_open
        FROM agent_spendings s WHERE s.project_id = request.project_id AND at > since GROUP BY is_late, is_open) AS of_project;
    END IF;
    sums := '{}';
    has_room := true;
    FOR limited IN SELECT jsonb_object_keys(limits) LOOP
      sums := sums || jsonb_build_object(limited, summed -> (names ->> limited));
      has_room := has_room AND NOT EXISTS (SELECT FROM (VALUES ('usd'), ('tokens')) AS units (unit)
        WHERE (sums -> limited -> unit ->> 'spent')::double precision + (sums -> limited -> unit ->> 'reserved')::double precision
          >= (limits -> limited ->> unit)::double precision);
    END LOOP;
    granted_id := CASE WHEN has_room THEN gen_random_uuid() END;
    IF has_room THEN
      INSERT INTO agent_spendings (id, execution_id, task_id, project_id, gateway_id, usd, tokens)
        VALUES (granted_id, request.execution_id, request.task_id, request.project_id, request.gateway_id, request.usd,
          request.tokens);
      FOR limited IN SELECT jsonb_object_keys(limits) LOOP
        summed := jsonb_set(jsonb_set(summed,
          ARRAY[names ->> limited, 'usd', 'reserved'], to_jsonb((sums -> limited -> 'usd' ->> 'reserved')::double precision + request.usd)),
          ARRAY[names ->> limited, 'tokens', 'reserved'], to_jsonb((sums -> limited -> 'tokens' ->> 'reserved')::double precision + request.tokens));
      END LOOP;
    END IF;
    answer := jsonb_build_object('isCurrent', true, 'id', granted_id, 'sums', sums, 'budgets', request.budgets,
      'options', request.options);
    RETURN NEXT;
  END LOOP;
END $$;
