CREATE TABLE "environment_bindings" (
	"pod_uid" varchar(64) PRIMARY KEY NOT NULL,
	"execution_id" uuid NOT NULL,
	"pod_ip" varchar(64),
	"isolated_at" timestamp with time zone NOT NULL,
	"trip" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "environment_jobs" (
	"execution_id" uuid NOT NULL,
	"stage_number" integer NOT NULL,
	"name" varchar(50) NOT NULL,
	"job" text NOT NULL,
	"handed_out_at" timestamp with time zone,
	"pod_uid" varchar(64),
	"identity_id" varchar(255),
	"exit_code" integer,
	CONSTRAINT "environment_jobs_execution_id_stage_number_pk" PRIMARY KEY("execution_id","stage_number")
);
--> statement-breakpoint
ALTER TABLE "agent_grants" ADD COLUMN "pod_uid" varchar(64);--> statement-breakpoint
ALTER TABLE "agent_grants" ADD COLUMN "pod_address" varchar(64);--> statement-breakpoint
ALTER TABLE "agent_grants" ADD COLUMN "used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "environment_bindings" ADD CONSTRAINT "environment_bindings_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environment_jobs" ADD CONSTRAINT "environment_jobs_execution_id_agent_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."agent_executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "environment_bindings_execution_idx" ON "environment_bindings" USING btree ("execution_id");--> statement-breakpoint
CREATE INDEX "environment_bindings_ip_idx" ON "environment_bindings" USING btree ("pod_ip");