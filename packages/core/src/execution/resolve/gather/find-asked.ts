import type { AnyStep } from "../../step.ts";
import type { ForgeRequest } from "./forge-request-store.ts";

/** When what an execution begins with was asked for: at the forge by its own clock, elsewhere by ours. */
export async function findAsked({ execution, task, deps }: AnyStep): Promise<ForgeRequest> {
  const own = { at: execution.startedAt, commentId: null };
  return execution.askedBy.kind === "forge_account" ? ((await deps.forgeRequests.findLast(task.id)) ?? own) : own;
}
