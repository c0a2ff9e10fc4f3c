import { type Problem, type ProblemCode, STATUS_OF_PROBLEM } from "@catalyst/api";

const TITLES: Record<ProblemCode, string> = {
  invalid_input: "The request is wrong",
  unauthenticated: "Nobody is signed in",
  forbidden: "This is not allowed",
  not_found: "There is no such thing",
  conflict: "This doesn't fit the present state",
  outdated: "It has changed since",
  base_gone: "The base is gone",
  budget_exceeded: "A budget is spent",
  lease_lost: "Somebody else took over",
  cancelled: "It was cancelled",
  invalid_configuration: "A setting is wrong",
  unsupported: "This isn't supported",
  credential_missing: "There is no credential",
  credential_rejected: "A credential was rejected",
  policy_violation: "The policy found something",
  prerequisite_missing: "Something that is needed is missing",
  unavailable: "Something doesn't answer just now",
  isolation_unavailable: "Agents can't be isolated here",
  gateway_unavailable: "The gateway doesn't answer",
  environment_refused: "There is no place for an environment",
  storage_full: "There is no room left",
  method_not_allowed: "This can't be done here",
  timed_out: "The request took too long",
  in_progress: "It is being done",
  key_reused: "The key was used for something else",
  too_large: "The request is too large",
  unsupported_media_type: "The body isn't JSON",
  too_many: "There are too many at once",
  internal: "Something went wrong here",
};

export interface Refusal {
  code: ProblemCode;
  detail: string;
  errors?: Problem["errors"];
  way?: Problem["way"];
  /** When it is worth trying again. */
  retrySeconds?: number;
}

export function problemOf({ code, detail, errors, way }: Refusal, requestId: string): Problem {
  return {
    type: `urn:catalyst:problem:${code}`,
    title: TITLES[code],
    status: STATUS_OF_PROBLEM[code],
    detail,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(way === undefined ? {} : { way }),
    requestId,
  };
}
