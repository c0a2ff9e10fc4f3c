import { goesOn, refuses, type Step } from "../step.ts";
import type { World } from "../world.ts";

/** Whether the cluster's owner wants such an environment at all. What began before they changed their mind goes on. */
export function judgeAcceptance(world: World): Step {
  const { environment, pod } = world;
  const { refusal } = world.class;
  if (refusal !== null && pod === null) {
    return refuses(world, "class", { type: "Accepted", status: "False", ...refusal });
  }
  return environment.spec.executionId === undefined
    ? goesOn(accepted("NoExecution", "Made by hand: it is started, and no task claims it"))
    : goesOn(accepted("Accepted", "Accepted"));
}

function accepted(reason: string, message: string) {
  return { type: "Accepted", status: "True", reason, message } as const;
}
