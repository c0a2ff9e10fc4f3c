CREATE TABLE "recipient_keys" (
	"id" varchar(64) PRIMARY KEY NOT NULL,
	"recipient" varchar(20) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dropped_at" timestamp with time zone
);
