CREATE TABLE "status_comments" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"url" text,
	"digest" varchar(64),
	"is_last" boolean DEFAULT false NOT NULL,
	"made_at" timestamp with time zone,
	"edited_at" timestamp with time zone,
	"is_deleted" boolean DEFAULT false NOT NULL,
	"is_made_again" boolean DEFAULT false NOT NULL,
	"is_folded" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
ALTER TABLE "status_comments" ADD CONSTRAINT "status_comments_task_id_agent_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."agent_tasks"("id") ON DELETE cascade ON UPDATE no action;