import type { LookMarks } from "@catalyst/core/forge";
import type { ListedPull } from "../lists/pulls.ts";

const NAME = "commits";
/** Of the pull requests that changed last. */
const MAX_KNOWN = 500;

/** The newest commit of an open pull request as it was seen last, and when that had changed. */
interface KnownCommit {
  commit: string;
  at: string;
}

export type KnownCommits = ReadonlyMap<number, KnownCommit>;

/** By number. */
export function knownCommits(marks: LookMarks): KnownCommits {
  return new Map(
    Object.entries(marks[NAME]?.seen ?? {}).map(([id, at]) => {
      const [number, commit = ""] = id.split(" ");
      return [Number(number), { commit, at }];
    }),
  );
}

/** What is to be known of them at the next look. */
export function markCommits(known: KnownCommits, listed: readonly ListedPull[]): LookMarks {
  const now = new Map(known);
  for (const { number, head, at } of listed) {
    now.set(number, { commit: head, at: at.toISOString() });
  }
  const seen = [...now]
    .sort(([, one], [, other]) => other.at.localeCompare(one.at))
    .slice(0, MAX_KNOWN)
    .map(([number, { commit, at }]) => [`${number} ${commit}`, at]);
  return { [NAME]: { etag: null, newestAt: null, seen: Object.fromEntries(seen) } };
}
