import { z } from "zod";
import { containersOf, type Pod, PROBE } from "./pod.ts";

const MAX_FACTS = 32;
const MAX_FACT_LENGTH = 200;

/** How the probe ends, which is ours alone: no image of the project can say this. */
export const PROBE_EXIT_CODES = {
  proven: 0,
  gatewayUnreachable: 95,
  policyNotEnforced: 96,
  privilegeLeft: 97,
} as const;

const text = z.string().transform((words) => words.slice(0, MAX_FACT_LENGTH));
const Verdict = z.object({
  /** What was found of how it is isolated, for people to read. */
  facts: z
    .array(text)
    .transform((facts) => facts.slice(0, MAX_FACTS))
    .default([]),
  /** What answered though it must not, or what is wrong. */
  failures: z
    .array(text)
    .transform((failures) => failures.slice(0, MAX_FACTS))
    .default([]),
});

export interface Probed {
  exitCode: number;
  facts: string[];
  failures: string[];
}

/** What the probe found; null: it hasn't ended. */
export function readProbe(pod: Pod): Probed | null {
  const ended = containersOf(pod).find(({ name }) => name === PROBE)?.state?.terminated;
  if (ended === undefined) {
    return null;
  }
  const verdict = Verdict.safeParse(parseJson(ended.message ?? ""));
  return { exitCode: ended.exitCode, ...(verdict.success ? verdict.data : { facts: [], failures: [] }) };
}

function parseJson(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
}
