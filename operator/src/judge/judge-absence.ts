import type { Said } from "./conditions.ts";
import { finishes, GOES_ON, refuses, type Step } from "./step.ts";
import type { World } from "./world.ts";

/** How many pods an Environment may have, as long as nothing of the project has begun in one. */
export const MAX_ATTEMPTS = 3;

/** It had a pod, which is gone without a word of how it ended. After something began in it there never is a second one. */
export function judgeAbsence(world: World): Step {
  const { environment, pod, namespace } = world;
  const former = environment.status?.pod;
  if (pod !== null || former === undefined) {
    return GOES_ON;
  }
  if (environment.status?.stages?.some(({ startedAt }) => startedAt !== undefined)) {
    return namespace.kind === "terminating" || namespace.kind === "missing"
      ? finishes(world, { reason: "NamespaceDeleted", exit: "lost", message: "The namespace was deleted" })
      : finishes(world, { reason: "PodDeleted", exit: "destroyed", message: "Somebody deleted the pod" });
  }
  return former.attempt >= MAX_ATTEMPTS ? refuses(world, "start_timeout", lastWords(world)) : GOES_ON;
}

/** What was known of the pod before it went says more than that it went. */
function lastWords({ environment }: World): Said {
  const why = environment.status?.conditions?.find(({ status }) => status === "False");
  const words = why === undefined || why.message === "" ? "" : `: ${why.message}`;
  return {
    ...{ type: "Scheduled", status: "False", reason: why?.reason ?? "PodDeleted" },
    message: `${MAX_ATTEMPTS} pods went before anything started in them${words}`,
  };
}
