ALTER TABLE "agent_messages" ADD COLUMN "once_id" uuid;--> statement-breakpoint
ALTER TABLE "agent_messages" ADD CONSTRAINT "agent_messages_once_idx" UNIQUE("task_id","once_id");