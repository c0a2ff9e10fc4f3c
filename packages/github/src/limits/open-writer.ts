import { setTimeout } from "node:timers/promises";
import type { Urgency } from "@catalyst/core";
import { GitHubFault } from "../faults/github-fault.ts";
import type { WriteBudget } from "./write-budget.ts";

/** GitHub asks for that much between two requests that change something. */
const GAP_MILLISECONDS = 1000;
const ORDER: readonly Urgency[] = ["final", "answer", "review", "state", "progress"];

/** What is to be written. */
interface Writing {
  urgency: Urgency;
  /** What it writes: of two that wait with the same key only the newer one is done, and both have its outcome. */
  key?: string;
  /** Which one is newer: the higher. */
  sequence?: number;
}

/** All that is written as one installation: one thing after another, the most urgent first. */
export interface Writer {
  /** Throws `rate_limited` instead of waiting for longer than its turn. */
  write<Result>(writing: Writing, work: () => Promise<Result>): Promise<Result>;
}

interface Waiting extends Writing {
  work: () => Promise<unknown>;
  outcome: PromiseWithResolvers<unknown>;
}

export interface WriterDeps {
  budget: WriteBudget;
  gapMilliseconds?: number;
}

export function openWriter({ budget, gapMilliseconds = GAP_MILLISECONDS }: WriterDeps): Writer {
  const queue: Waiting[] = [];
  let isBusy = false;
  const drain = async () => {
    isBusy = true;
    while (queue.length > 0) {
      const next = takeMostUrgent(queue);
      await run(next, budget);
      await setTimeout(gapMilliseconds);
    }
    isBusy = false;
  };
  return {
    write<Result>(writing: Writing, work: () => Promise<Result>) {
      const same = queue.find(({ key }) => key !== undefined && key === writing.key);
      const waiting = same ?? { ...writing, work, outcome: Promise.withResolvers<unknown>() };
      if (same === undefined) {
        queue.push(waiting);
      } else {
        replaceOlder(same, writing, work);
      }
      if (!isBusy) {
        void drain();
      }
      return waiting.outcome.promise as Promise<Result>;
    },
  };
}

function takeMostUrgent(queue: Waiting[]): Waiting {
  const rank = ({ urgency }: Waiting) => ORDER.indexOf(urgency);
  const next = queue.reduce((first, each) => (rank(each) < rank(first) ? each : first));
  queue.splice(queue.indexOf(next), 1);
  return next;
}

async function run({ urgency, work, outcome }: Waiting, budget: WriteBudget): Promise<void> {
  const until = budget.spend(urgency);
  if (until !== null) {
    outcome.reject(new GitHubFault({ kind: "rate_limited", until }));
    return;
  }
  await work().then(outcome.resolve, outcome.reject);
}

function replaceOlder(waiting: Waiting, { urgency, sequence = 0 }: Writing, work: () => Promise<unknown>): void {
  if (sequence >= (waiting.sequence ?? 0)) {
    Object.assign(waiting, { work, sequence });
  }
  if (ORDER.indexOf(urgency) < ORDER.indexOf(waiting.urgency)) {
    waiting.urgency = urgency;
  }
}
