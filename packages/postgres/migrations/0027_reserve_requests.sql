-- Reserves what requests to models may cost, each where the limits of its execution have room for it, as `judgeBudget` of the core has
-- it. Requests of a project with limits take turns: the lock is taken before anything is summed up, and each statement sees what was
-- committed when it began. Where no limit holds nothing is refused for what is reserved: nothing is locked, and the commit doesn't wait
-- for the disk, since whoever settles a request stores it anew where its reservation was lost with the server.
CREATE FUNCTION "reserve_requests"(asked jsonb, lease_seconds double precision, longest_seconds double precision)
RETURNS TABLE (place integer, answer jsonb) LANGUAGE plpgsql AS $$
DECLARE
  request record;
  limits jsonb;
  sums jsonb;
  limited text;
  sum_of_scope jsonb;
  has_room boolean;
  granted_id uuid;
  commits text := current_setting('synchronous_commit');
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
      PERFORM set_config('synchronous_commit', commits, true);
      PERFORM pg_advisory_xact_lock(hashtextextended('budget ' || request.project_id, 0));
    END IF;
    sums := '{}';
    has_room := true;
    FOR limited IN SELECT jsonb_object_keys(limits) LOOP
      EXECUTE format($sum$
        SELECT jsonb_build_object(
          'usd', jsonb_build_object('spent', coalesce(sum(usd) FILTER (WHERE NOT is_open), 0),
            'reserved', coalesce(sum(usd) FILTER (WHERE is_open), 0)),
          'tokens', jsonb_build_object('spent', coalesce(sum(tokens) FILTER (WHERE NOT is_open), 0),
            'reserved', coalesce(sum(tokens) FILTER (WHERE is_open), 0)))
        FROM (SELECT usd, tokens, NOT is_settled AND at > now() - make_interval(secs => $4) AND EXISTS (SELECT FROM gateways g
            WHERE g.id = gateway_id AND g.seen_at > now() - make_interval(secs => $5)) AS is_open
          FROM agent_spendings WHERE %s) AS of_scope
        $sum$, CASE limited
          WHEN 'execution' THEN 'task_id = $2 AND execution_id = $1'
          WHEN 'task' THEN 'task_id = $2'
          WHEN 'project' THEN 'project_id = $3'
          ELSE 'project_id = $3 AND at > now() - interval ''24 hours''' END)
        INTO sum_of_scope
        USING request.execution_id, request.task_id, request.project_id, longest_seconds, lease_seconds;
      sums := sums || jsonb_build_object(limited, sum_of_scope);
      has_room := has_room AND NOT EXISTS (SELECT FROM (VALUES ('usd'), ('tokens')) AS units (unit)
        WHERE (sum_of_scope -> unit ->> 'spent')::double precision + (sum_of_scope -> unit ->> 'reserved')::double precision
          >= (limits -> limited ->> unit)::double precision);
    END LOOP;
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
