import type { ForgeProblem } from "@catalyst/core";
import { type Clock, findWait } from "./rate-limit.ts";
import type { Answered } from "./read-answer.ts";

/** One kind of answer: what it is told by beside its status, and what it means. */
interface Row {
  statuses: readonly number[];
  says?: RegExp;
  means: (answered: Answered) => ForgeProblem;
}

const refused =
  (reason: string): Row["means"] =>
  () => ({ kind: "refused", reason });

/** What an App, or a token of a person, wasn't allowed. */
const NOT_ACCESSIBLE = /not accessible by (integration|personal access token)/i;

/** The first that fits counts: a status alone says little, and 403 least of all. */
const ROWS: readonly Row[] = [
  { statuses: [401], means: () => ({ kind: "unauthorized" }) },
  {
    statuses: [403],
    says: NOT_ACCESSIBLE,
    means: ({ headers }) => ({ kind: "forbidden", permission: readPermission(headers) }),
  },
  {
    statuses: [403],
    says: /\bSAML\b|single sign-on/i,
    means: refused("its organisation's single sign-on keeps Catalyst out"),
  },
  {
    statuses: [403],
    says: /IP allow list/i,
    means: refused("its organisation's list of allowed IP addresses lacks ours"),
  },
  { statuses: [403], says: /\barchived\b|read-only/i, means: () => ({ kind: "archived" }) },
  { statuses: [403], says: /\blocked\b/i, means: () => ({ kind: "locked" }) },
  { statuses: [403], says: /installation .{0,200}suspended/i, means: () => ({ kind: "uninstalled" }) },
  { statuses: [403], means: () => ({ kind: "forbidden", permission: null }) },
  { statuses: [404], means: () => ({ kind: "not_found" }) },
  { statuses: [410], means: () => ({ kind: "gone" }) },
  { statuses: [422], says: /^No commits between/i, means: () => ({ kind: "nothing_to_propose" }) },
  {
    statuses: [406, 409, 413, 422, 451],
    means: (answered) => ({ kind: "refused", reason: describeRefusal(answered) }),
  },
];

/** What an answer that says no means. One that isn't of GitHub's API says that something is between us, or is broken. */
export function classifyFault(answered: Answered, clock: Clock): ForgeProblem {
  const { status, message } = answered;
  if (status === 403 || status === 429) {
    const until = isByPermission(answered) ? null : findWait(answered, clock);
    if (until !== null) {
      return { kind: "rate_limited", until };
    }
  }
  const row = ROWS.find(({ statuses, says }) => statuses.includes(status) && (says?.test(wordsOf(answered)) ?? true));
  return row === undefined || message === null
    ? { kind: "outage", reason: `it answered ${status}${message === null ? ", and not as GitHub's API does" : ""}` }
    : row.means(answered);
}

/** A request that isn't allowed may be the last one before a limit: it says so in its headers, too. */
function isByPermission({ message }: Answered): boolean {
  return NOT_ACCESSIBLE.test(message ?? "");
}

/** What decides is said in the parts where the whole says "Validation Failed". */
function wordsOf({ message, invalid }: Answered): string {
  return invalid.find((part) => part.message !== null)?.message ?? message ?? "";
}

function describeRefusal(answered: Answered): string {
  const { message, invalid } = answered;
  const parts = invalid.map(
    (part) => part.message ?? [part.field, part.code].filter((word) => word !== null).join(" "),
  );
  return parts.length === 0 ? (message ?? "") : parts.slice(0, 3).join("; ");
}

/** Named where GitHub names it: `pull_requests=write`. */
function readPermission(headers: Answered["headers"]): string | null {
  const named = headers["x-accepted-github-permissions"];
  const [, name, level] = typeof named === "string" ? (/^(\w{1,50})=(read|write|admin)\b/.exec(named) ?? []) : [];
  return name === undefined ? null : `${name}: ${level}`;
}
