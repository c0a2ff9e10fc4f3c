import type { ForgeProblem } from "@catalyst/core";

/** What GitHub finds wrong with one part of what was asked for, in its words: bounded, and clean. */
export interface InvalidPart {
  field: string | null;
  code: string | null;
  message: string | null;
}

/** GitHub didn't do what it was asked for. */
export class GitHubFault extends Error {
  override readonly name = "GitHubFault";
  readonly problem: ForgeProblem;
  /** Of the answer; null: there was none that could be read. */
  readonly status: number | null;
  readonly invalid: readonly InvalidPart[];
  /** How long GitHub wants not to be asked for the same again; null: it doesn't say. */
  readonly pollSeconds: number | null;

  constructor(
    problem: ForgeProblem,
    more: {
      status?: number | null;
      invalid?: readonly InvalidPart[];
      pollSeconds?: number | null;
      cause?: unknown;
    } = {},
  ) {
    super(`GitHub: ${problem.kind}`, { cause: more.cause });
    this.problem = problem;
    this.status = more.status ?? null;
    this.invalid = more.invalid ?? [];
    this.pollSeconds = more.pollSeconds ?? null;
  }
}
