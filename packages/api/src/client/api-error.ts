import type { Problem, ProblemCode } from "../contract/problem.ts";
import type { Way } from "../contract/way.ts";

/** A request that was refused or failed, in the server's words; `status` null: no server answered. */
export class ApiError extends Error {
  readonly code: ProblemCode;
  readonly status: number | null;
  readonly problem: Problem | null;
  /** What can be done about it; null: nothing that the server knows of. */
  readonly way: Way | null;

  constructor(
    code: ProblemCode,
    message: string,
    {
      problem = null,
      way = problem?.way ?? null,
      status = null,
      cause,
    }: { problem?: Problem | null; way?: Way | null; status?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.problem = problem;
    this.way = way;
  }
}
