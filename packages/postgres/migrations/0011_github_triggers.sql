CREATE TABLE "github_triggers" (
	"key" text PRIMARY KEY NOT NULL,
	"is_fallback" boolean NOT NULL,
	"repo_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" varchar(30) NOT NULL,
	"target" varchar(255),
	"happened_at" timestamp with time zone NOT NULL,
	"actor_id" varchar(20) NOT NULL,
	"actor_login" varchar(255) NOT NULL,
	"delivery" varchar(100) NOT NULL,
	"decision" varchar(20) NOT NULL,
	"reason" varchar(50),
	"act" varchar(20),
	"thread_act" varchar(30),
	"is_automatic" boolean NOT NULL,
	"task_id" uuid,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "github_triggers" ADD CONSTRAINT "github_triggers_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_triggers" ADD CONSTRAINT "github_triggers_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_triggers_subject_idx" ON "github_triggers" USING btree ("repo_id","number");--> statement-breakpoint
CREATE INDEX "github_triggers_actor_idx" ON "github_triggers" USING btree ("actor_id","created_at");--> statement-breakpoint
CREATE INDEX "github_triggers_repo_idx" ON "github_triggers" USING btree ("repo_id","created_at");--> statement-breakpoint
CREATE INDEX "github_triggers_task_idx" ON "github_triggers" USING btree ("task_id");