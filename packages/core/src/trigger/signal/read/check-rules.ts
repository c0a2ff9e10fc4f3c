import { z } from "zod";
import type { NoSignalReason } from "../signal.ts";
import { ForgeCommit, ForgeNumber, ForgeTime } from "./forge-data.ts";
import { type ReadBody, type Rules, rule } from "./rule.ts";

/** A push's checks are told together. Those that were cancelled, skipped or wait for somebody's word have found nothing. */
const FAILED = ["failure", "timed_out"];

const CheckSuite = z.object({
  head_sha: ForgeCommit,
  conclusion: z.string().max(50).nullish(),
  updated_at: ForgeTime,
  /** Of the same repository; a fork's aren't named. */
  pull_requests: z.array(z.object({ number: ForgeNumber })).max(1000),
});

export const CHECK_RULES: Rules = {
  completed: rule(z.object({ check_suite: CheckSuite }), ({ check_suite: suite }): ReadBody | NoSignalReason => {
    const { head_sha: head, conclusion, updated_at: at, pull_requests: pulls } = suite;
    const [pull] = pulls;
    return pull === undefined || !FAILED.includes(conclusion ?? "")
      ? "nothing_failed"
      : { kind: "checks_failed", head, number: pull.number, at };
  }),
};
