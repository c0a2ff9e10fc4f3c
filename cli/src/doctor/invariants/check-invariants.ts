import { type Breach, INVARIANTS, type Invariant } from "@catalyst/core";
import { postgresFactsReader } from "@catalyst/postgres";
import type { CliConfig } from "../../config.ts";
import { openStores } from "../../open-stores.ts";
import { type Finding, failed, ok } from "../finding.ts";
import { judgeHome } from "./judge-home.ts";

/** More of one kind says no more. */
const TOLD_AT_MOST = 10;

const LOGS = "See in the logs in CATALYST_HOME who was at it (catalyst doctor names them)";
const REPORT = "Nothing waits for it. Keep a copy (catalyst backup) and report it as SECURITY.md says";

/** What each is called, and what to do where it doesn't hold. */
const WORDS: Readonly<Record<Invariant, { name: string; remedy: (task: number) => string }>> = {
  task_goes_on: {
    name: "Tasks",
    remedy: (task) => `See it: catalyst tasks show ${task}. End it: catalyst tasks cancel ${task}. ${LOGS}`,
  },
  changes_in_a_row: { name: "Changes", remedy: () => REPORT },
  events_in_a_row: { name: "Events", remedy: () => REPORT },
  grants_end: {
    name: "Tokens",
    remedy: () =>
      "They end by themselves with their time, and at once when Catalyst stops and its environments with it; then report it as SECURITY.md says",
  },
  spending_told: {
    name: "Spending",
    remedy: (task) => `Compare it with the provider's bill (catalyst tasks show ${task}). ${REPORT}`,
  },
  keys_go: { name: "Keys", remedy: () => "Have the worker sweep now: catalyst clean. Revoke them at their provider" },
  outbox_sent: { name: "Outbox", remedy: () => `See that a worker runs: catalyst doctor. ${LOGS}` },
  deliveries_decided: { name: "Deliveries", remedy: () => `See that a worker runs: catalyst doctor. ${LOGS}` },
  nothing_left: { name: "Machine", remedy: () => "Have the worker sweep now: catalyst clean" },
};

/** Whether all that always holds does so in this home. What may still be under way is given `graceSeconds`. */
export async function checkInvariants(config: CliConfig, graceSeconds: number): Promise<Finding[]> {
  const stores = await openStores(config);
  try {
    const found = new Map<Invariant, Found>();
    for await (const breach of judgeHome(config.home, postgresFactsReader(stores.database), { graceSeconds })) {
      const { told, count } = found.get(breach.invariant) ?? NONE;
      const isTold = count < TOLD_AT_MOST;
      found.set(breach.invariant, { told: isTold ? [...told, breach] : told, count: count + 1 });
    }
    return (Object.keys(INVARIANTS) as Invariant[]).map((invariant) => tell(invariant, found.get(invariant) ?? NONE));
  } finally {
    await stores.close();
  }
}

interface Found {
  told: readonly Breach[];
  count: number;
}

const NONE: Found = { told: [], count: 0 };

function tell(invariant: Invariant, { told, count }: Found): Finding {
  const { name, remedy } = WORDS[invariant];
  const [first] = told;
  if (first === undefined) {
    return ok(name, INVARIANTS[invariant]);
  }
  const more = count > told.length ? [`and ${count - told.length} more`] : [];
  const lines = [`${INVARIANTS[invariant]} Not so:`, ...told.map(({ detail }) => detail), ...more];
  return failed(name, lines.join("\n"), remedy(first.task ?? 0));
}
