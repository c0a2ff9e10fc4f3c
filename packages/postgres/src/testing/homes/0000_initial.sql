CREATE TABLE "agent_configs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"enabled_agents" jsonb DEFAULT '["claude-code","aider"]'::jsonb NOT NULL,
	"default_agent" varchar(50) DEFAULT 'claude-code' NOT NULL,
	"require_plan_approval" boolean DEFAULT false NOT NULL,
	"timeout_minutes" integer DEFAULT 30 NOT NULL,
	"model" varchar(255),
	"hooks" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"budgets" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"allowed_hosts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sparse_paths" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"trusted_branches" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"allowed_provider_features" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"model_prices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"env" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"owner_keys" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agent_configs_project_id_unique" UNIQUE("project_id")
);
--> statement-breakpoint
CREATE TABLE "project_environments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"name" varchar(255) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "project_environments_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" varchar(255) NOT NULL,
	"user_id" uuid,
	"team_id" uuid,
	"served_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_user_slug_unique" UNIQUE("user_id","slug"),
	CONSTRAINT "projects_team_slug_unique" UNIQUE("team_id","slug"),
	CONSTRAINT "projects_one_owner" CHECK (num_nonnulls("projects"."user_id", "projects"."team_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "repos" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"vcs" varchar(20) NOT NULL,
	"url" text NOT NULL,
	"name" text NOT NULL,
	"default_branch" varchar(255),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repos_project_url_unique" UNIQUE("project_id","url")
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" varchar(20) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_members_pair_unique" UNIQUE("team_id","user_id"),
	CONSTRAINT "team_members_role" CHECK ("team_members"."role" in ('owner', 'admin', 'member', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" varchar(255) NOT NULL,
	"name" text NOT NULL,
	"logo" text,
	"metadata" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "user_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"provider_id" varchar(50) NOT NULL,
	"account_id" varchar(255) NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_accounts_provider_account_unique" UNIQUE("provider_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"login" varchar(255) NOT NULL,
	"name" text NOT NULL,
	"email" varchar(320) NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"claimed_at" timestamp with time zone DEFAULT now(),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_login_unique" UNIQUE("login"),
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "agent_events" (
	"execution_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"source" varchar(20) NOT NULL,
	"writer" varchar(64) DEFAULT '' NOT NULL,
	"source_number" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "agent_events_execution_id_number_pk" PRIMARY KEY("execution_id","number"),
	CONSTRAINT "agent_events_source_unique" UNIQUE("execution_id","source","writer","source_number")
);
--> statement-breakpoint
CREATE TABLE "agent_executions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task_id" uuid NOT NULL,
	"environment_namespace" varchar(255) NOT NULL,
	"asked_by" jsonb NOT NULL,
	"asked" jsonb NOT NULL,
	"agent_type" varchar(50),
	"model" varchar(255),
	"purpose" varchar(20) DEFAULT 'work' NOT NULL,
	"continues_id" uuid,
	"acceptance" jsonb,
	"attempts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" varchar(20) DEFAULT 'pending' NOT NULL,
	"resolution" jsonb,
	"refusal" jsonb,
	"before" jsonb,
	"epoch" integer DEFAULT 0 NOT NULL,
	"leased_by" text,
	"lease_expires_at" timestamp with time zone,
	"placed_at" timestamp with time zone,
	"base_commit" varchar(64),
	"start_commit" varchar(64),
	"settings_commit" varchar(64),
	"branch_commit" varchar(64),
	"restarts" integer DEFAULT 0 NOT NULL,
	"evictions" integer DEFAULT 0 NOT NULL,
	"collected" jsonb,
	"head_commit" varchar(64),
	"session_id" varchar(255),
	"verification" jsonb,
	"result" jsonb,
	"agent_command" text DEFAULT '' NOT NULL,
	"exit_code" integer,
	"stdout" text,
	"stderr" text,
	"commits_produced" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"comments_posted" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_event_number" integer DEFAULT 0 NOT NULL,
	"event_bytes" bigint DEFAULT 0 NOT NULL,
	"log_removed_at" timestamp with time zone,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "agent_grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"execution_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"token_hash" varchar(64),
	"llm_provider" varchar(50),
	"credential_id" uuid,
	"repo_id" uuid NOT NULL,
	"branch" varchar(255),
	"stage" varchar(20) DEFAULT 'agent' NOT NULL,
	"stage_number" integer DEFAULT 0 NOT NULL,
	"holder" varchar(20) NOT NULL,
	"secrets" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"masked_secrets" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"allowed_hosts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"allowed_features" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"model_prices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"seconds" integer NOT NULL,
	"expires_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "agent_grants_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "agent_grants_stage_unique" UNIQUE("execution_id","stage_number","holder")
);
--> statement-breakpoint
CREATE TABLE "agent_messages" (
	"task_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"sent_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_to" uuid,
	"delivered_at" timestamp with time zone,
	CONSTRAINT "agent_messages_task_id_number_pk" PRIMARY KEY("task_id","number")
);
--> statement-breakpoint
CREATE TABLE "agent_sessions" (
	"execution_id" uuid PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_spendings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"execution_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"gateway_id" uuid NOT NULL,
	"usd" double precision NOT NULL,
	"tokens" bigint NOT NULL,
	"is_settled" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateways" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "named_requests" (
	"user_id" uuid NOT NULL,
	"key" varchar(255) NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"fingerprint" varchar(64) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"begun_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answer" jsonb,
	CONSTRAINT "named_requests_user_id_key_pk" PRIMARY KEY("user_id","key"),
	CONSTRAINT "named_requests_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "agent_credentials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"provider" varchar(50) NOT NULL,
	"encrypted_key" text NOT NULL,
	"encrypted_key_iv" text NOT NULL,
	"wrapped_data_key" text NOT NULL,
	"recipient_key_id" varchar(64) NOT NULL,
	"sealer_key_id" varchar(64) NOT NULL,
	"version" integer NOT NULL,
	"hint" varchar(4) NOT NULL,
	"base_url" text,
	"user_id" uuid,
	"team_id" uuid,
	"task_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "agent_credentials_one_owner" CHECK (num_nonnulls("agent_credentials"."user_id", "agent_credentials"."team_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "agent_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer NOT NULL,
	"task_type" varchar(50) NOT NULL,
	"source_type" varchar(20) NOT NULL,
	"source_url" text,
	"source_number" integer,
	"repo_id" uuid NOT NULL,
	"asked" jsonb NOT NULL,
	"asked_head" jsonb,
	"branch" varchar(255),
	"base_branch" varchar(255),
	"agent_type" varchar(50),
	"model" varchar(255),
	"timeout_seconds" integer,
	"status" varchar(20) DEFAULT 'pending' NOT NULL,
	"environment_id" uuid NOT NULL,
	"assigned_by" uuid NOT NULL,
	"context_payload" jsonb,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"plan" jsonb,
	"result_payload" jsonb,
	"failure_reason" varchar(50),
	"error_message" text,
	"way" jsonb,
	"dedupe_key" text,
	"cancel_requested_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	CONSTRAINT "agent_tasks_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "gateway_keys" (
	"id" varchar(64) PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway_wishes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"actor" jsonb,
	"wish" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"taken_at" timestamp with time zone,
	"progress" text,
	"version" integer DEFAULT 0 NOT NULL,
	"answer" jsonb,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "project_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"repo_id" uuid NOT NULL,
	"name" varchar(100) NOT NULL,
	"encrypted_key" text NOT NULL,
	"encrypted_key_iv" text NOT NULL,
	"wrapped_data_key" text NOT NULL,
	"recipient_key_id" varchar(64) NOT NULL,
	"sealer_key_id" varchar(64) NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "project_secrets_name_unique" UNIQUE("repo_id","name")
);
--> statement-breakpoint
CREATE TABLE "task_changes" (
	"task_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "task_changes_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor" jsonb,
	"body" jsonb NOT NULL,
	CONSTRAINT "task_changes_task_id_number_pk" PRIMARY KEY("task_id","number"),
	CONSTRAINT "task_changes_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "worker_wishes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"actor" jsonb,
	"wish" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"taken_at" timestamp with time zone,
	"progress" text,
	"version" integer DEFAULT 0 NOT NULL,
	"answer" jsonb,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "agent_configs" ADD CONSTRAINT "agent_configs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_environments" ADD CONSTRAINT "project_environments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_accounts" ADD CONSTRAINT "user_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_events" ADD CONSTRAINT "agent_events_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD CONSTRAINT "agent_executions_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD CONSTRAINT "agent_executions_continues_id_agent_executions_id_fk" FOREIGN KEY ("continues_id") REFERENCES "public"."agent_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_grants" ADD CONSTRAINT "agent_grants_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_grants" ADD CONSTRAINT "agent_grants_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_grants" ADD CONSTRAINT "agent_grants_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_messages" ADD CONSTRAINT "agent_messages_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_messages" ADD CONSTRAINT "agent_messages_delivered_to_agent_executions_id_fk" FOREIGN KEY ("delivered_to") REFERENCES "public"."agent_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_sessions" ADD CONSTRAINT "agent_sessions_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_gateway_id_gateways_id_fk" FOREIGN KEY ("gateway_id") REFERENCES "public"."gateways"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "named_requests" ADD CONSTRAINT "named_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD CONSTRAINT "agent_credentials_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD CONSTRAINT "agent_credentials_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD CONSTRAINT "agent_credentials_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD CONSTRAINT "agent_credentials_recipient_key_fk" FOREIGN KEY ("recipient_key_id") REFERENCES "public"."gateway_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_tasks" ADD CONSTRAINT "agent_tasks_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_tasks" ADD CONSTRAINT "agent_tasks_environment_id_project_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."project_environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_tasks" ADD CONSTRAINT "agent_tasks_assigned_by_users_id_fk" FOREIGN KEY ("assigned_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_recipient_key_id_gateway_keys_id_fk" FOREIGN KEY ("recipient_key_id") REFERENCES "public"."gateway_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_changes" ADD CONSTRAINT "task_changes_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "team_members_user_idx" ON "team_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_accounts_user_idx" ON "user_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "agent_events_stages_idx" ON "agent_events" USING btree ("execution_id","number") WHERE body ->> 'type' in ('hook', 'agent_ended');--> statement-breakpoint
CREATE INDEX "agent_events_usage_idx" ON "agent_events" USING btree ("execution_id") WHERE body ->> 'type' = 'usage';--> statement-breakpoint
CREATE INDEX "agent_executions_task_idx" ON "agent_executions" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "agent_executions_logs_idx" ON "agent_executions" USING btree ("ended_at") WHERE "agent_executions"."log_removed_at" is null;--> statement-breakpoint
CREATE INDEX "agent_executions_unfinished_idx" ON "agent_executions" USING btree ("lease_expires_at") WHERE "agent_executions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "agent_spendings_project_idx" ON "agent_spendings" USING btree ("project_id","at");--> statement-breakpoint
CREATE INDEX "agent_spendings_task_idx" ON "agent_spendings" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "named_requests_created_idx" ON "named_requests" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_credentials_user_provider_unique" ON "agent_credentials" USING btree ("user_id","provider") WHERE "agent_credentials"."task_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_credentials_team_provider_unique" ON "agent_credentials" USING btree ("team_id","provider") WHERE "agent_credentials"."task_id" is null;--> statement-breakpoint
CREATE INDEX "agent_credentials_task_idx" ON "agent_credentials" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "agent_tasks_status_idx" ON "agent_tasks" USING btree ("status");--> statement-breakpoint
CREATE INDEX "agent_tasks_repo_idx" ON "agent_tasks" USING btree ("repo_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_tasks_dedupe_unique" ON "agent_tasks" USING btree ("dedupe_key") WHERE "agent_tasks"."status" not in ('completed', 'failed', 'cancelled', 'refused');
create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
insert into drizzle.__drizzle_migrations (hash, created_at) values ('01653989b93a0e37e5db793400700dd4c9f00b8b19b82925184fb2cc4b34a04a', 1795743269217);
set session_replication_role = replica;
insert into "agent_configs" overriding system value select * from json_populate_record(null::"agent_configs", '{"id":"55b3bbcd-5c23-4439-ac2f-a71c08be5d31","project_id":"7d915851-89ab-4b27-a01b-8298dc40271b","enabled_agents":["claude-code", "aider"],"default_agent":"claude-code","require_plan_approval":false,"timeout_minutes":30,"model":null,"hooks":{},"budgets":{},"allowed_hosts":[],"sparse_paths":[],"trusted_branches":[],"allowed_provider_features":[],"model_prices":[],"env":{},"owner_keys":[],"created_at":"2026-11-27T01:38:47.451925+00:00","updated_at":"2026-11-27T01:38:47.451925+00:00"}');
insert into "agent_configs" overriding system value select * from json_populate_record(null::"agent_configs", '{"id":"10a54d21-6047-4ff7-9b33-4ed472c5c3d2","project_id":"c6083d6e-9a94-4270-965e-51981c0b9f2b","enabled_agents":["claude-code", "aider"],"default_agent":"claude-code","require_plan_approval":false,"timeout_minutes":30,"model":null,"hooks":{},"budgets":{},"allowed_hosts":[],"sparse_paths":[],"trusted_branches":[],"allowed_provider_features":[],"model_prices":[],"env":{},"owner_keys":["enabledAgents"],"created_at":"2026-11-27T01:38:47.478949+00:00","updated_at":"2026-11-27T01:38:47.478949+00:00"}');
insert into "agent_credentials" overriding system value select * from json_populate_record(null::"agent_credentials", '{"id":"1cad56fd-1c40-47c7-b57c-b8c3e366ab50","provider":"anthropic","encrypted_key":"B976r30vHn++qW77DsGNJTzwGEYZOpTg5U6jxSdCltUi","encrypted_key_iv":"SbKcwp238evzqdj1","wrapped_data_key":"8659GXEIt7dQ1r8mesB2wiDgc1htwUUr7UjTIuc042i+fFGbNVNzEbHatVtcnDeYXd3aHo/IhX3A78tGQa8u587GlE8/L3mGo2GmbbcYPaM=","recipient_key_id":"79e32bc3cd39b99a","sealer_key_id":"98d82a3e28b472db","version":2,"hint":"6789","base_url":null,"user_id":"4dd21888-2ff7-453b-a1ed-02d8207d89f4","team_id":null,"task_id":null,"created_at":"2026-11-27T01:38:47.487+00:00","last_used_at":null}');
insert into "agent_executions" overriding system value select * from json_populate_record(null::"agent_executions", '{"id":"8e7bb821-b681-4fe3-9421-5494f76ad671","task_id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","environment_namespace":"local","asked_by":{"kind": "machine_owner", "userId": "b842064b-298d-40b8-a2cf-116afb32f7a5"},"asked":{"agent": null, "model": null, "branch": null},"agent_type":"claude-code","model":null,"purpose":"work","continues_id":null,"acceptance":null,"attempts":{},"state":"pending","resolution":null,"refusal":null,"before":null,"epoch":0,"leased_by":null,"lease_expires_at":null,"placed_at":null,"base_commit":null,"start_commit":null,"settings_commit":null,"branch_commit":null,"restarts":0,"evictions":0,"collected":null,"head_commit":null,"session_id":null,"verification":null,"result":null,"agent_command":"","exit_code":null,"stdout":null,"stderr":null,"commits_produced":[],"comments_posted":[],"last_event_number":0,"event_bytes":0,"log_removed_at":null,"started_at":"2026-11-27T01:38:47.459924+00:00","ended_at":null}');
insert into "agent_messages" overriding system value select * from json_populate_record(null::"agent_messages", '{"task_id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","number":1,"text":"Also the docs","sent_by":{"kind": "machine_owner", "userId": "b842064b-298d-40b8-a2cf-116afb32f7a5"},"created_at":"2026-11-27T01:38:47.480672+00:00","delivered_to":null,"delivered_at":null}');
insert into "agent_tasks" overriding system value select * from json_populate_record(null::"agent_tasks", '{"id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","number":1,"task_type":"prompt","source_type":"prompt","source_url":null,"source_number":null,"repo_id":"5f55d126-fdbd-40eb-8089-b7b1f6aa1f0a","asked":{"base": null, "head": null, "agents": [{"agent": null, "model": null}], "branch": null, "options": {"race": null, "budget": {"usd": null, "tokens": null}, "requirePlanApproval": false}, "trustBase": false, "ownKeysFirst": false, "timeoutSeconds": null},"asked_head":null,"branch":"catalyst/1234-fix","base_branch":"main","agent_type":"claude-code","model":null,"timeout_seconds":1800,"status":"pending","environment_id":"b2fcf4de-14f8-49bd-be8e-351606cb8439","assigned_by":"4dd21888-2ff7-453b-a1ed-02d8207d89f4","context_payload":{"body": "Fix the test", "title": "Fix", "prDiff": null},"options":{"race": null, "budget": {"usd": null, "tokens": null}, "trustedBase": null, "requirePlanApproval": false},"plan":null,"result_payload":null,"failure_reason":null,"error_message":null,"way":null,"dedupe_key":null,"cancel_requested_at":null,"created_at":"2026-11-27T01:38:47.459924+00:00","started_at":null,"completed_at":null}');
insert into "gateway_keys" overriding system value select * from json_populate_record(null::"gateway_keys", '{"id":"79e32bc3cd39b99a","created_at":"2026-11-27T01:38:47.487107+00:00"}');
insert into "project_environments" overriding system value select * from json_populate_record(null::"project_environments", '{"id":"b2fcf4de-14f8-49bd-be8e-351606cb8439","project_id":"7d915851-89ab-4b27-a01b-8298dc40271b","name":"agent","created_at":"2026-11-27T01:38:47.451925+00:00"}');
insert into "project_environments" overriding system value select * from json_populate_record(null::"project_environments", '{"id":"41ca1b8f-afa7-41dd-a0c9-66fc3f00cdc3","project_id":"c6083d6e-9a94-4270-965e-51981c0b9f2b","name":"agent","created_at":"2026-11-27T01:38:47.478949+00:00"}');
insert into "project_secrets" overriding system value select * from json_populate_record(null::"project_secrets", '{"id":"1cad56fd-1c40-47c7-b57c-b8c3e366ab50","project_id":"7d915851-89ab-4b27-a01b-8298dc40271b","repo_id":"5f55d126-fdbd-40eb-8089-b7b1f6aa1f0a","name":"NPM_TOKEN","encrypted_key":"whjttvWR+03ZkEatbuh1DW78669H6ZnGYx0=","encrypted_key_iv":"1m+ivLIIsSIPMjVi","wrapped_data_key":"C2jhL3DpNeKU4nrqZbVg3S0+O7F4hgfAl9VVBuheAm8jtCC3bEEDYHCtAugdRj2W+yBFK2kbfzs1JSTQXScHLfDVIUehBxJJYRX1LCeO9Ps=","recipient_key_id":"79e32bc3cd39b99a","sealer_key_id":"98d82a3e28b472db","version":2,"created_at":"2026-11-27T01:38:47.487+00:00"}');
insert into "projects" overriding system value select * from json_populate_record(null::"projects", '{"id":"c6083d6e-9a94-4270-965e-51981c0b9f2b","slug":"default","user_id":null,"team_id":"c6ebb022-fe37-431c-98e9-18d27fdcc047","served_at":null,"created_at":"2026-11-27T01:38:47.478949+00:00"}');
insert into "projects" overriding system value select * from json_populate_record(null::"projects", '{"id":"7d915851-89ab-4b27-a01b-8298dc40271b","slug":"default","user_id":"4dd21888-2ff7-453b-a1ed-02d8207d89f4","team_id":null,"served_at":null,"created_at":"2026-11-27T01:38:47.451925+00:00"}');
insert into "repos" overriding system value select * from json_populate_record(null::"repos", '{"id":"5f55d126-fdbd-40eb-8089-b7b1f6aa1f0a","project_id":"7d915851-89ab-4b27-a01b-8298dc40271b","vcs":"local","url":"/srv/repo","name":"repo","default_branch":"main","created_at":"2026-11-27T01:38:47.456776+00:00"}');
insert into "task_changes" overriding system value select * from json_populate_record(null::"task_changes", '{"task_id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","number":1,"position":1,"at":"2026-11-27T01:38:47.470768+00:00","actor":{"kind": "machine_owner", "userId": "b842064b-298d-40b8-a2cf-116afb32f7a5"},"body":{"type": "created"}}');
insert into "task_changes" overriding system value select * from json_populate_record(null::"task_changes", '{"task_id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","number":2,"position":2,"at":"2026-11-27T01:38:47.470939+00:00","actor":{"kind": "machine_owner", "userId": "b842064b-298d-40b8-a2cf-116afb32f7a5"},"body":{"type": "execution_added", "model": null, "purpose": "work", "agentType": null, "executionId": "8e7bb821-b681-4fe3-9421-5494f76ad671"}}');
insert into "task_changes" overriding system value select * from json_populate_record(null::"task_changes", '{"task_id":"afd6d9b6-c96b-4810-932b-df3c8247bdff","number":3,"position":3,"at":"2026-11-27T01:38:47.484307+00:00","actor":{"kind": "machine_owner", "userId": "b842064b-298d-40b8-a2cf-116afb32f7a5"},"body":{"type": "message_added", "number": 1}}');
insert into "team_members" overriding system value select * from json_populate_record(null::"team_members", '{"id":"ea8f93e7-3379-47c9-8a17-d1fef9d3d074","team_id":"c6ebb022-fe37-431c-98e9-18d27fdcc047","user_id":"4dd21888-2ff7-453b-a1ed-02d8207d89f4","role":"owner","created_at":"2026-11-27T01:38:47.477509+00:00"}');
insert into "team_members" overriding system value select * from json_populate_record(null::"team_members", '{"id":"e0efe355-aa57-4353-9ef6-db0c250d0995","team_id":"c6ebb022-fe37-431c-98e9-18d27fdcc047","user_id":"e57f4058-b703-4ba4-8fce-94fb7288e564","role":"viewer","created_at":"2026-11-27T01:38:47.478376+00:00"}');
insert into "teams" overriding system value select * from json_populate_record(null::"teams", '{"id":"c6ebb022-fe37-431c-98e9-18d27fdcc047","slug":"team-c6ebb022-fe37-431c-98e9-18d27fdcc047","name":"A team","logo":null,"metadata":null,"created_at":"2026-11-27T01:38:47.476737+00:00"}');
insert into "user_accounts" overriding system value select * from json_populate_record(null::"user_accounts", '{"id":"7c52dcfd-f3b7-4226-8488-17e2b258e79c","user_id":"e57f4058-b703-4ba4-8fce-94fb7288e564","provider_id":"github","account_id":"583231","access_token":null,"refresh_token":null,"id_token":null,"access_token_expires_at":null,"refresh_token_expires_at":null,"scope":null,"password":null,"created_at":"2026-11-27T01:38:47.47304+00:00","updated_at":"2026-11-27T01:38:47.47304+00:00"}');
insert into "users" overriding system value select * from json_populate_record(null::"users", '{"id":"4dd21888-2ff7-453b-a1ed-02d8207d89f4","login":"local","name":"local","email":"local@localhost.localdomain","email_verified":false,"image":null,"claimed_at":"2026-11-27T01:38:47.446605+00:00","created_at":"2026-11-27T01:38:47.446605+00:00","updated_at":"2026-11-27T01:38:47.446605+00:00"}');
insert into "users" overriding system value select * from json_populate_record(null::"users", '{"id":"e57f4058-b703-4ba4-8fce-94fb7288e564","login":"github:583231","name":"octocat","email":"github-583231@accounts.invalid","email_verified":false,"image":null,"claimed_at":null,"created_at":"2026-11-27T01:38:47.47304+00:00","updated_at":"2026-11-27T01:38:47.47304+00:00"}');
reset session_replication_role;
