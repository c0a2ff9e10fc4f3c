import type { CatalystErrorCode } from "@catalyst/core";
import { z } from "zod";
import { Way } from "./way.ts";

/** The HTTP status of each of our codes. */
export const STATUS_OF_CODE = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  base_gone: 409,
  budget_exceeded: 409,
  lease_lost: 409,
  cancelled: 409,
  outdated: 412,
  invalid_configuration: 422,
  unsupported: 422,
  credential_missing: 422,
  credential_rejected: 422,
  policy_violation: 422,
  prerequisite_missing: 503,
  unavailable: 503,
  isolation_unavailable: 503,
  gateway_unavailable: 503,
  environment_refused: 503,
  storage_full: 507,
} as const satisfies Record<CatalystErrorCode, number>;

/** What is wrong with a request before it reaches a use case, or with the server itself. */
const STATUS_OF_REFUSAL = {
  method_not_allowed: 405,
  timed_out: 408,
  in_progress: 409,
  too_large: 413,
  unsupported_media_type: 415,
  key_reused: 422,
  too_many: 429,
  internal: 500,
} as const;

export const STATUS_OF_PROBLEM = { ...STATUS_OF_CODE, ...STATUS_OF_REFUSAL };
export type ProblemCode = keyof typeof STATUS_OF_PROBLEM;

const CODES = Object.keys(STATUS_OF_PROBLEM) as [ProblemCode, ...ProblemCode[]];

/** Why a request failed, as RFC 9457 has it. `detail` is for people; programs go by `code`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(CODES),
    /** What of the request is wrong, where that is known. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** What can be done about it, where there is something. */
    way: Way.optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = "application/problem+json";
