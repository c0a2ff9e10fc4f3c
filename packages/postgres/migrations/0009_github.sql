CREATE TABLE "github_apps" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"host" varchar(255) NOT NULL,
	"app_id" bigint NOT NULL,
	"slug" varchar(255) NOT NULL,
	"bot_user_id" bigint,
	"client_id" varchar(255),
	"private_key" jsonb NOT NULL,
	"webhook_secret" jsonb,
	"former_secrets" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"machine_users" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_apps_host_app_unique" UNIQUE("host","app_id")
);
--> statement-breakpoint
CREATE TABLE "github_deliveries" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "github_deliveries_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"app_id" uuid NOT NULL,
	"guid" varchar(100) NOT NULL,
	"event" varchar(100) NOT NULL,
	"action" varchar(100),
	"installation_id" bigint,
	"repository_id" bigint,
	"body" "bytea",
	"body_bytes" integer NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" varchar(20) DEFAULT 'waiting' NOT NULL,
	"decision" varchar(30),
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"leased_until" timestamp with time zone,
	"settled_at" timestamp with time zone,
	CONSTRAINT "github_deliveries_guid_unique" UNIQUE("app_id","guid")
);
--> statement-breakpoint
CREATE TABLE "github_installations" (
	"app_id" uuid NOT NULL,
	"installation_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"account_login" varchar(255) NOT NULL,
	"account_kind" varchar(20) NOT NULL,
	"permissions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"suspended_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_installations_app_id_installation_id_pk" PRIMARY KEY("app_id","installation_id")
);
--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "forge_host" varchar(255);--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "forge_id" bigint;--> statement-breakpoint
ALTER TABLE "github_deliveries" ADD CONSTRAINT "github_deliveries_app_id_github_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."github_apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_installations" ADD CONSTRAINT "github_installations_app_id_github_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."github_apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_deliveries_waiting_idx" ON "github_deliveries" USING btree ("number","body_bytes") WHERE "github_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "github_deliveries_settled_idx" ON "github_deliveries" USING btree ("settled_at") WHERE "github_deliveries"."settled_at" is not null;--> statement-breakpoint
CREATE INDEX "repos_forge_idx" ON "repos" USING btree ("forge_host","forge_id");--> statement-breakpoint
ALTER TABLE "repos" ADD CONSTRAINT "repos_whole_forge" CHECK (num_nulls("repos"."forge_host", "repos"."forge_id") in (0, 2));