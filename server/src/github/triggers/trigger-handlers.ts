import type { GitHubTrigger } from "@catalyst/api";
import { listTriggers, type SeenTrigger } from "@catalyst/core/trigger";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

export function githubTriggerHandlers(deps: ServerDeps): Pick<Handlers, "listGitHubTriggers"> {
  return {
    async listGitHubTriggers({ query }, { actor }) {
      return { data: (await listTriggers({ actor, ...query }, deps)).map(present) };
    },
  };
}

function present({ taskNumber, happenedAt, decidedAt, ...trigger }: SeenTrigger): GitHubTrigger {
  return { ...trigger, task: taskNumber, happenedAt: happenedAt.toISOString(), decidedAt: decidedAt.toISOString() };
}
