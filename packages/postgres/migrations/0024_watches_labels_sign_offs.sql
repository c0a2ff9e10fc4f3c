CREATE TABLE "github_labels" (
	"repo_id" uuid NOT NULL,
	"label_id" varchar(20) NOT NULL,
	"first_name" varchar(100) NOT NULL,
	CONSTRAINT "github_labels_repo_id_label_id_pk" PRIMARY KEY("repo_id","label_id")
);
--> statement-breakpoint
ALTER TABLE "github_apps" DROP CONSTRAINT "github_apps_host_app_unique";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sign_off_name" varchar(100);--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sign_off_email" varchar(254);--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sign_off_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "github_apps" ADD COLUMN "watched" jsonb;--> statement-breakpoint
ALTER TABLE "github_labels" ADD CONSTRAINT "github_labels_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "github_apps_host_app_unique" ON "github_apps" USING btree ("host","app_id",("watched" is null));