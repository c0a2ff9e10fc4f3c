import type { LookMarks } from "@catalyst/core/forge";
import type { Head } from "../lists/check-suites.ts";
import type { ListedPull } from "../lists/pulls.ts";

/** GitHub ends a job after so long. */
const WATCHED_MILLISECONDS = 6 * 3_600_000;
/** Each costs a request at each look. */
const MAX_HEADS = 20;
const NAME = "heads";

/** A commit whose checks are looked at, and since when. */
interface WatchedHead extends Head {
  since: Date;
}

/** The newest commits of our own pull requests whose checks are worth a look after these changed, the newest of them first. */
export function headsAfter(own: readonly ListedPull[], { marks, now }: { marks: LookMarks; now: Date }): WatchedHead[] {
  const heads = new Map(readHeads(marks).map((head) => [head.number, head]));
  for (const { number, head: commit } of own) {
    if (heads.get(number)?.commit !== commit) {
      heads.set(number, { number, commit, since: now });
    }
  }
  return [...heads.values()]
    .filter(({ since }) => now.getTime() - since.getTime() < WATCHED_MILLISECONDS)
    .sort((one, other) => other.since.getTime() - one.since.getTime())
    .slice(0, MAX_HEADS);
}

/** What is to be known of them at the next look. */
export function markHeads(heads: readonly WatchedHead[]): LookMarks {
  const seen = heads.map(({ number, commit, since }) => [`${number} ${commit}`, since.toISOString()]);
  return { [NAME]: { etag: null, newestAt: null, seen: Object.fromEntries(seen) } };
}

function readHeads(marks: LookMarks): WatchedHead[] {
  return Object.entries(marks[NAME]?.seen ?? {}).map(([id, since]) => {
    const [number, commit = ""] = id.split(" ");
    return { number: Number(number), commit, since: new Date(since) };
  });
}
