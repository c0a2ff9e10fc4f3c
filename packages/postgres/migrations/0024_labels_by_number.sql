CREATE TABLE "github_labels" (
	"repo_id" uuid NOT NULL,
	"label_id" varchar(20) NOT NULL,
	"first_name" varchar(100) NOT NULL,
	CONSTRAINT "github_labels_repo_id_label_id_pk" PRIMARY KEY("repo_id","label_id")
);
--> statement-breakpoint
ALTER TABLE "github_labels" ADD CONSTRAINT "github_labels_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;