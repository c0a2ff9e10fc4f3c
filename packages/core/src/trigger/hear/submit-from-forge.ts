import type { Actor } from "../../account/actor.ts";
import { submitTask } from "../../task/submit/submit-task.ts";
import { TaskRequest } from "../../task/submit/task-request.ts";
import type { Act, ForgeTaskType } from "../decide/decision.ts";
import type { ActDeps } from "./act-deps.ts";
import type { HeardSignal } from "./heard-signal.ts";

const WORK = { issue: "issue", pr_review: "review", code_fix: "fix" } as const satisfies Record<ForgeTaskType, string>;

export interface SubmitFromForgeInput {
  wanted: Extract<Act, { kind: "submit" }>;
  actor: Actor;
  heard: HeardSignal;
}

/** Asks for a task about the issue or pull request by the one door. Returns its id. Throws as `submitTask` does. */
export async function submitFromForge(
  { wanted, actor, heard: { repo, signal } }: SubmitFromForgeInput,
  deps: ActDeps,
): Promise<string> {
  const { taskType, instruction, options, paths = [] } = wanted;
  const { agent, model, base, budget, race, plan, draft, full } = options;
  const place = taskType === "issue" ? "issues" : "pull";
  const request = TaskRequest.parse({
    repository: null,
    source: {
      ...{ kind: "subject", work: WORK[taskType], text: instruction },
      url: `${repo.url.replace(/\.git$/, "")}/${place}/${signal.number}`,
    },
    base,
    agents: race === null ? [{ agent, model }] : race.map((racer) => ({ agent: racer, model: null })),
    options: {
      requirePlanApproval: plan,
      ...(draft ? { isDraft: true } : {}),
      ...(full || paths.length > 0 ? { review: { isWhole: full, paths } } : {}),
      ...(race === null ? {} : { race: { pick: "person" } }),
      ...(budget === null ? {} : { budget: { usd: budget.amount } }),
    },
  });
  const { task } = await submitTask(request, actor, deps);
  return task.id;
}
