DROP INDEX "agent_credentials_user_provider_unique";--> statement-breakpoint
DROP INDEX "agent_credentials_team_provider_unique";--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD COLUMN "kind" varchar(20) DEFAULT 'key' NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD COLUMN "sign_in_needed" text;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD COLUMN "refresh_began_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD COLUMN "refreshed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agent_credentials" ADD COLUMN "limit_state" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_credentials_user_provider_kind_unique" ON "agent_credentials" USING btree ("user_id","provider","kind") WHERE "agent_credentials"."task_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_credentials_team_provider_kind_unique" ON "agent_credentials" USING btree ("team_id","provider","kind") WHERE "agent_credentials"."task_id" is null;