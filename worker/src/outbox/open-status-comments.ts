import type { SendStatusCommentDeps } from "@catalyst/core/status-comment";
import {
  type Database,
  postgresAccountStore,
  postgresBudgetStore,
  postgresEventStore,
  postgresExecutionQueue,
  postgresExecutionStore,
  postgresMessageStore,
  postgresRepoStore,
  postgresStatusCommentStore,
  postgresTaskStore,
  postgresTriggerStore,
} from "@catalyst/postgres";

/** What comments on forges are made of, and kept with. */
export function openStatusComments(
  db: Database,
): Omit<SendStatusCommentDeps, "findForge" | "publicUrl" | "now" | "random"> {
  return {
    tasks: postgresTaskStore(db),
    repos: postgresRepoStore(db),
    comments: postgresStatusCommentStore(db),
    executions: postgresExecutionStore(db),
    events: postgresEventStore(db),
    budgets: postgresBudgetStore(db),
    queue: postgresExecutionQueue(db),
    accounts: postgresAccountStore(db),
    messages: postgresMessageStore(db),
    triggers: postgresTriggerStore(db),
  };
}
