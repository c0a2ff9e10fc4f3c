import type { AgentTask } from "../../task/task.ts";
import { type CommandOptions, NO_OPTIONS } from "../command/options.ts";

/** What was asked for where an issue was before it was moved. */
export interface MovedWish {
  instruction: string;
  options: CommandOptions;
}

/** What of a task's wish counts where its issue is by now as well: not the base, which is another repository's. */
export function wishOf({ asked, contextPayload }: Pick<AgentTask, "asked" | "contextPayload">): MovedWish {
  const { agents, options } = asked;
  const [first] = agents;
  const usd = options.budget?.usd ?? null;
  return {
    instruction: contextPayload.instruction,
    options: {
      ...NO_OPTIONS,
      ...(agents.length > 1 ? { race: agents.flatMap(({ agent }) => agent ?? []) } : first),
      plan: options.requirePlanApproval,
      draft: options.isDraft === true,
      budget: usd === null ? null : { kind: "set", amount: usd },
    },
  };
}
