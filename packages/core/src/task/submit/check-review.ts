import { CatalystError } from "../../catalyst-error.ts";
import type { TaskRequest } from "./task-request.ts";

/** Throws `invalid_input` for a review of which something is asked that only work can have. */
export function checkReview({ source, options, branch }: TaskRequest): void {
  if (source.kind !== "review") {
    return;
  }
  const odd = [
    ...(options.race === null ? [] : ["a race of several agents"]),
    ...(options.requirePlanApproval ? ["a plan to approve"] : []),
    ...(branch === null ? [] : ["a branch for its result"]),
  ];
  if (odd.length > 0) {
    throw new CatalystError(
      "invalid_input",
      `A review changes nothing, so it goes without ${odd.join(" and without ")}. Leave that out.`,
    );
  }
}
