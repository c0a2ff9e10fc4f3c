CREATE TABLE "agent_messages" (
	"task_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
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
	"usd" double precision NOT NULL,
	"tokens" bigint NOT NULL,
	"is_settled" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project_secrets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"name" varchar(100) NOT NULL,
	"encrypted_key" text NOT NULL,
	"encrypted_key_iv" text NOT NULL,
	"wrapped_data_key" text NOT NULL,
	"master_key_id" varchar(64) NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "project_secrets_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
DROP INDEX "agent_executions_unfinished_unique";--> statement-breakpoint
DROP INDEX "agent_grants_live_unique";--> statement-breakpoint
ALTER TABLE "agent_grants" ALTER COLUMN "branch" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_configs" ADD COLUMN "model" varchar(255);--> statement-breakpoint
ALTER TABLE "agent_configs" ADD COLUMN "budgets" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_configs" ADD COLUMN "allowed_hosts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_configs" ADD COLUMN "env" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "agent_type" varchar(50);--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "model" varchar(255);--> statement-breakpoint
UPDATE "agent_executions" SET "agent_type" = "agent_tasks"."agent_type", "model" = "agent_tasks"."model" FROM "agent_tasks" WHERE "agent_tasks"."id" = "agent_executions"."task_id";--> statement-breakpoint
ALTER TABLE "agent_executions" ALTER COLUMN "agent_type" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "purpose" varchar(20) DEFAULT 'work' NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "continues_id" uuid;--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "start_commit" varchar(64);--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "head_commit" varchar(64);--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "session_id" varchar(255);--> statement-breakpoint
ALTER TABLE "agent_executions" ADD COLUMN "result" jsonb;--> statement-breakpoint
ALTER TABLE "agent_grants" ADD COLUMN "stage" varchar(20) DEFAULT 'agent' NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_grants" ADD COLUMN "allowed_hosts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_tasks" ADD COLUMN "options" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_tasks" ADD COLUMN "plan" jsonb;--> statement-breakpoint
ALTER TABLE "agent_messages" ADD CONSTRAINT "agent_messages_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_messages" ADD CONSTRAINT "agent_messages_delivered_to_agent_executions_id_fk" FOREIGN KEY ("delivered_to") REFERENCES "public"."agent_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_sessions" ADD CONSTRAINT "agent_sessions_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_spendings" ADD CONSTRAINT "agent_spendings_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_master_key_id_master_keys_id_fk" FOREIGN KEY ("master_key_id") REFERENCES "public"."master_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_spendings_project_idx" ON "agent_spendings" USING btree ("project_id","at");--> statement-breakpoint
CREATE INDEX "agent_spendings_task_idx" ON "agent_spendings" USING btree ("task_id");--> statement-breakpoint
ALTER TABLE "agent_executions" ADD CONSTRAINT "agent_executions_continues_id_agent_executions_id_fk" FOREIGN KEY ("continues_id") REFERENCES "public"."agent_executions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_grants_live_unique" ON "agent_grants" USING btree ("execution_id","stage") WHERE "agent_grants"."ended_at" is null;