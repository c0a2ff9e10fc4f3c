import { z } from "zod";
import { matchesName } from "../patterns/match-wildcards.ts";

/** Branches that the project's owner trusts beside the default branch: a name, in which `*` stands for any letters. */
export const TrustedBranch = z
  .string("must be a branch's name")
  .max(255, "must be at most 255 characters")
  .regex(
    /^[\p{L}\p{N}_][^\s\p{C}:?[\\^~]*$/u,
    "must begin with a branch's own letters, for example release/*: anyone may have made a branch of any name",
  )
  .refine(
    (pattern) => !isResult(pattern),
    "can't be one of Catalyst's own: what agents made is never trusted before it is merged",
  );

/** Results of agents: nobody is asked before they are there. */
const RESULTS = ["catalyst/", "catalyst-"];

function isResult(branch: string): boolean {
  return RESULTS.some((prefix) => branch.startsWith(prefix));
}

export interface TrustedBranches {
  /** null: it isn't known. */
  defaultBranch: string | null;
  /** As the owner names them. */
  trustedBranches: readonly string[];
}

/** Whether what stands on the branch may run with the project's secrets, and say its settings. */
export function isTrustedBranch(branch: string, { defaultBranch, trustedBranches }: TrustedBranches): boolean {
  if (branch === defaultBranch) {
    return true;
  }
  return !isResult(branch) && trustedBranches.some((pattern) => matchesName(pattern, branch));
}
