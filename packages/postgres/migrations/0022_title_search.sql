-- Where the extension can't be had, titles are searched without an index: slower, and the same.
DO $$ BEGIN
	CREATE EXTENSION IF NOT EXISTS pg_trgm;
	CREATE INDEX "agent_tasks_title_idx" ON "agent_tasks" USING gin (lower("title") gin_trgm_ops);
EXCEPTION
	WHEN undefined_file OR insufficient_privilege OR feature_not_supported THEN
		RAISE NOTICE 'pg_trgm can''t be had here (%)', SQLERRM;
END $$;
