-- The one place where a deployment's status is written, for statements of the application and for the
-- function below. Moves without an instant of their own happen at `moment`.
CREATE FUNCTION shipclock_transition(moves jsonb, new_runs jsonb, moment timestamptz) RETURNS int
  LANGUAGE sql VOLATILE AS $$
  WITH new_runs AS (
    INSERT INTO runs (id, team_id, deployment_id, attempt, service_key, started_at, next_wake_up_at, record)
    SELECT r.id, shipclock_team(), r."deploymentId", r.attempt, r."serviceKey",
      coalesce(r."startedAt", moment), coalesce(r."startedAt", moment), r.record
    FROM jsonb_to_recordset(new_runs) AS r(
      id uuid, "deploymentId" uuid, attempt int, "serviceKey" text, "startedAt" timestamptz, record jsonb)
  ),
  moves AS (
    SELECT m."deploymentId", m."from", m."to", coalesce(m.at, moment) AS at, m.reason, m.event, m.actor,
      m."runId", m.ended, m."waitingFor"
    FROM jsonb_to_recordset(moves) AS m(
      "deploymentId" uuid, "from" "DeploymentStatus", "to" "DeploymentStatus", at timestamptz, reason text,
      event text, actor text, "runId" uuid, ended boolean, "waitingFor" "WaitingFor")
  ),
  moved AS (
    UPDATE deployments d
    SET status = m."to", reason = m.reason, waiting_for = m."waitingFor", updated_at = m.at,
      started_at = coalesce(d.started_at, CASE WHEN m."to" = 'running' THEN m.at END),
      finished_at = CASE WHEN m.ended THEN m.at END
    FROM moves m
    WHERE d.team_id = shipclock_team() AND d.id = m."deploymentId" AND d.status = m."from"
    RETURNING d.id
  ),
  told AS (
    INSERT INTO timeline_entries (team_id, deployment_id, run_id, at, event, actor, message, from_status, to_status)
    SELECT shipclock_team(), m."deploymentId", m."runId", m.at, m.event, m.actor, m.reason, m."from", m."to"
    FROM moves m JOIN moved ON moved.id = m."deploymentId"
    RETURNING 1
  )
  SELECT count(*)::int FROM told
$$;

-- Starts deployments as a worker planned it a moment before, at `not_before` and to the millisecond: the
-- plan was made without locks, so each thing it rests on is looked at again. Null, and nothing is done,
-- when one of them is different by now. One statement: whoever else starts something of this team waits
-- for what is written here, not for a worker that is busy. Every statement in here sees what was
-- committed before it began, also while this one waited.
CREATE FUNCTION shipclock_start_as_planned(plan jsonb, not_before timestamptz, clock_offset interval)
  RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  team uuid := shipclock_team();
  wanted int := jsonb_array_length(plan -> 'deployments');
  found_same int;
  started timestamptz;
BEGIN
  PERFORM pg_sleep(least(greatest(extract(epoch FROM not_before - clock_timestamp() - clock_offset), 0), 1));
  PERFORM pg_advisory_xact_lock(hashtextextended('starts/' || team, 0));
  started := date_trunc('milliseconds', clock_timestamp() + clock_offset);
  IF started < not_before OR started > (plan ->> 'latest')::timestamptz THEN RETURN NULL; END IF;

  SELECT count(*) INTO found_same FROM (
    SELECT 1 FROM jsonb_to_recordset(plan -> 'deployments') AS p(id uuid, version text)
      JOIN deployments d ON d.team_id = team AND d.id = p.id
      JOIN environments e ON e.team_id = team AND e.id = d.environment_id
      JOIN targets t ON t.team_id = team AND t.id = d.target_id
    WHERE p.version = concat_ws('/', d.xmin, e.xmin, t.xmin)
    FOR UPDATE OF d SKIP LOCKED
  ) AS same;
  IF found_same < wanted
    OR EXISTS (
      SELECT 1 FROM jsonb_to_recordset(plan -> 'deployments') AS p(id uuid)
        JOIN dependencies x ON x.team_id = team AND x.dependent_id = p.id
        JOIN deployments d ON d.team_id = team AND d.id = x.dependency_id
      WHERE d.status <> 'succeeded')
    OR EXISTS (
      SELECT 1 FROM jsonb_to_recordset(plan -> 'runs') AS p("serviceKey" text)
        JOIN runs r ON r.team_id = team AND r.service_key = p."serviceKey" AND r.finished_at IS NULL)
    OR (SELECT count(*) FROM deployments d WHERE d.team_id = team AND d.status = 'running') + wanted
      > (SELECT max_running FROM teams WHERE id = team)
  THEN RETURN NULL; END IF;

  IF shipclock_transition(plan -> 'moves', plan -> 'runs', started) <> wanted THEN
    RAISE EXCEPTION 'A locked deployment changed its status.';
  END IF;
  DELETE FROM pgboss.job WHERE name = 'wake-up' AND id IN (
    SELECT value::uuid FROM jsonb_array_elements_text(plan -> 'settled'));
  INSERT INTO pgboss.job (name, data, start_after, keep_until, group_id, policy)
  SELECT 'run-step', value, started, started + interval '14 days', team::text, 'standard'
  FROM jsonb_array_elements(plan -> 'firstSteps');
  RETURN started;
END $$;
