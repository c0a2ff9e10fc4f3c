CREATE TABLE "github_looks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"app_id" uuid NOT NULL,
	"subject" varchar(20) NOT NULL,
	"installation_id" bigint,
	"repository_id" bigint,
	"marks" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"found_at" timestamp with time zone,
	"reason" text,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"leased_until" timestamp with time zone,
	CONSTRAINT "github_looks_place_unique" UNIQUE NULLS NOT DISTINCT("app_id","subject","repository_id")
);
--> statement-breakpoint
ALTER TABLE "github_looks" ADD CONSTRAINT "github_looks_app_id_github_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."github_apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_looks_due_idx" ON "github_looks" USING btree ("due_at");