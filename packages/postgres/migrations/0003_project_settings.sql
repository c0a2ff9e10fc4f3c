ALTER TABLE "project_secrets" DROP CONSTRAINT "project_secrets_name_unique";--> statement-breakpoint
ALTER TABLE "agent_configs" ADD COLUMN "owner_keys" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD COLUMN "repo_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_secrets" ADD CONSTRAINT "project_secrets_name_unique" UNIQUE("repo_id","name");