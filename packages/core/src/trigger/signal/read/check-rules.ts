import { z } from "zod";
import type { NoSignalReason } from "../signal.ts";
import { ForgeCommit, ForgeNumber, ForgeTime } from "./forge-data.ts";
import { type ReadBody, type Rules, rule } from "./rule.ts";

/** A push's checks are told together. Those that were cancelled, skipped or wait for somebody's word have found nothing. */
const FAILED = ["failure", "timed_out"];

const Head = z
  .object({ ref: z.string().min(1).max(255) })
  .nullish()
  .catch(null);

const CheckSuite = z.object({
  head_sha: ForgeCommit,
  conclusion: z.string().max(50).nullish(),
  updated_at: ForgeTime,
  /** Of the same repository; a fork's aren't named. */
  pull_requests: z.array(z.object({ number: ForgeNumber, head: Head })).max(1000),
});

/** More of one commit are nobody's who works by branches. */
const MAX_PULLS = 10;

export const CHECK_RULES: Rules = {
  completed: rule(z.object({ check_suite: CheckSuite }), ({ check_suite: suite }): ReadBody | NoSignalReason => {
    const { head_sha: head, conclusion, updated_at: at, pull_requests: pulls } = suite;
    const [pull] = pulls;
    return pull === undefined || !FAILED.includes(conclusion ?? "")
      ? "nothing_failed"
      : { kind: "checks_failed", head, number: pull.number, at, ...several(pulls) };
  }),
};

function several(pulls: z.output<typeof CheckSuite>["pull_requests"]) {
  const named = pulls.slice(0, MAX_PULLS).map(({ number, head: of }) => ({ number, branch: of?.ref ?? null }));
  return named.length < 2 ? {} : { pulls: named };
}
