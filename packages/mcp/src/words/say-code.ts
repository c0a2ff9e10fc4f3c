import type { ProblemCode } from "@catalyst/api";

/** What a model can do about an error that brings no way of its own; null: nothing needs to be, or a newer version alone knows. */
export function sayCode(code: string): string | null {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as ProblemCode] : null;
}

const SENTENCES: Record<ProblemCode, string | null> = {
  invalid_input: "Mend the arguments, and call it again.",
  invalid_configuration: "Ask the person to mend that setting.",
  not_found: "See list_tasks, list_projects and list_repositories for what there is.",
  conflict: "See get_task for how it stands now, and ask for what fits.",
  outdated: "Read it again, and ask for what fits.",
  base_gone: "Start anew with create_task, from a base that is there.",
  unauthenticated: "Ask the person to sign in again, or for another key.",
  forbidden: "Ask the person, or the owner of the project, to allow it.",
  unsupported: "Ask for it in another way; as it is, it won't work.",
  prerequisite_missing: "Ask the person to bring what is missing to where Catalyst runs.",
  unavailable: "Wait a while, and call it again.",
  storage_full: "Ask the person to free some space where Catalyst runs.",
  isolation_unavailable: "Ask the person to look into Catalyst's own diagnosis on its machine.",
  gateway_unavailable:
    "Wait a while, and call it again; if that doesn't help, ask the person to look into Catalyst's diagnosis.",
  environment_refused: "Ask the person to look into Catalyst's own diagnosis on its machine.",
  credential_missing: "Ask the person to give Catalyst a key.",
  credential_rejected: "Ask the person to give Catalyst a working key.",
  policy_violation: "Have a person look at what was found.",
  budget_exceeded: "Ask the person to raise the budget, or wait until there is room in it.",
  lease_lost: "See get_task for what became of it.",
  // Who cancelled it knows.
  cancelled: null,
  method_not_allowed: "Use one of the tools that there are.",
  timed_out: "Call it again.",
  in_progress: "Wait a while, and call it again.",
  too_large: "Ask for less at once.",
  unsupported_media_type: "Send JSON.",
  key_reused: "Use another idempotency key.",
  too_many: "Wait a while, and call it again.",
  internal: "Trying again as it is won't help: ask the person to look into the server's log.",
};
