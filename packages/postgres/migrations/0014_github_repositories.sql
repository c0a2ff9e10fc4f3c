CREATE TABLE "github_repositories" (
	"app_id" uuid NOT NULL,
	"installation_id" bigint NOT NULL,
	"repository_id" bigint NOT NULL,
	"owner" varchar(255) NOT NULL,
	"name" varchar(255) NOT NULL,
	"is_private" boolean NOT NULL,
	"is_archived" boolean NOT NULL,
	CONSTRAINT "github_repositories_app_id_repository_id_pk" PRIMARY KEY("app_id","repository_id")
);
--> statement-breakpoint
ALTER TABLE "github_repositories" ADD CONSTRAINT "github_repositories_installation_fk" FOREIGN KEY ("app_id","installation_id") REFERENCES "public"."github_installations"("app_id","installation_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_repositories_installation_idx" ON "github_repositories" USING btree ("app_id","installation_id");--> statement-breakpoint
CREATE INDEX "github_repositories_number_idx" ON "github_repositories" USING btree ("repository_id");