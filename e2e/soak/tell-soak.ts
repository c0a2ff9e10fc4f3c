import type { SoakReport } from "./play-soak.ts";
import type { Sample } from "./sample-home.ts";

const COLUMNS = ["seconds", "ended", "worker", "gateway", "server", "up", "others", "disk"] as const;

export const HEAD = `${COLUMNS.map((name) => name.padStart(8)).join("")}   (memory and disk in MiB)`;

export function rowOf(sample: Sample): string {
  return COLUMNS.map((name) => String(Math.round(sample[name])).padStart(8)).join("");
}

/** What came of it, for people to read. */
export function tellSoak({ plan, asked, seconds, samples, ...report }: SoakReport): string[] {
  const times = asked.flatMap(({ askedAt, endedAt }) => (endedAt === null ? [] : [(endedAt - askedAt) / 1000]));
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  const disturbed = Object.entries(report.disturbed).map(([what, count]) => `${count} ${what}`);
  const third = Math.ceil(samples.length / 3);
  const [first, last] = [samples.slice(0, third), samples.slice(-third)];
  const grown = (["worker", "gateway", "server", "disk"] as const).map(
    (name) => `${name} ${mean(first, name)} -> ${mean(last, name)}`,
  );
  const asApp = Object.entries(report.usage.asApp).toSorted(([, one], [, other]) => other - one);
  return [
    `${times.length} of ${asked.length} tasks of ${plan.installations} installations ended in ${seconds.toFixed(0)} s: ${((times.length / seconds) * 60).toFixed(1)} a minute, ${plan.atOnce} at once`,
    `from the label to the last word: p50 ${at(0.5)} s, p95 ${at(0.95)} s, longest ${at(1)} s`,
    `disturbed by: ${disturbed.join(", ")}, ${report.failedModelRequests} requests to the model`,
    `MiB in the first third -> in the last: ${grown.join(", ")}`,
    `the most of an installation in an hour: ${report.usage.content} texts, ${report.usage.requests} requests`,
    `as the App itself: ${asApp.map(([operation, count]) => `${count} ${operation}`).join(", ")}`,
    `tokens: ${report.tokens.counted} by the model's count, ${report.tokens.spent} in the budgets`,
    `what always holds was looked at ${report.looks} times in the midst of it`,
    ...(report.faults.length === 0 ? ["everything holds that must"] : report.faults.map((fault) => `FAULT: ${fault}`)),
  ];
}

function mean(samples: readonly Sample[], name: keyof Sample): number {
  // One that was killed a moment ago has nothing.
  const there = samples.map((sample) => sample[name]).filter((value) => value > 0);
  return Math.round(there.reduce((sum, value) => sum + value, 0) / Math.max(there.length, 1));
}
