import type { ForgePermission } from "../../account/forge-permission.ts";
import type { ReviewNow, SubjectNow } from "../../trigger/decide/facts.ts";
import type { FailedCheck } from "../../trigger/decide/unasked/failed-check.ts";
import type { ForgeReader } from "../../trigger/hear/forge-reader.ts";
import type { ForgeEvent } from "../../trigger/signal/read/event-rules.ts";
import type { SignalAccount } from "../../trigger/signal/signal.ts";

/** A forge's repository as a test says it is. */
export interface MemoryForgeReader extends ForgeReader {
  /** By the number of the account; one that isn't here has none. */
  permissions: Map<string, ForgePermission>;
  /** By number, as they are called by now. */
  accounts: Map<string, SignalAccount>;
  events: ForgeEvent[];
  subjects: Map<number, SubjectNow>;
  reviews: Map<string, ReviewNow>;
  /** Who wrote which comment. */
  commenters: Map<string, string>;
  /** By commit. */
  failedChecks: Map<string, FailedCheck[]>;
  /** Numbers of labels, by name. */
  labels: Map<string, string>;
  /** What was asked, in order. */
  asked: string[];
}

export function memoryForgeReader(): MemoryForgeReader {
  const asked: string[] = [];
  const permissions: MemoryForgeReader["permissions"] = new Map();
  const accounts: MemoryForgeReader["accounts"] = new Map();
  const subjects: MemoryForgeReader["subjects"] = new Map();
  const reviews: MemoryForgeReader["reviews"] = new Map();
  const commenters: MemoryForgeReader["commenters"] = new Map();
  const failedChecks: MemoryForgeReader["failedChecks"] = new Map();
  const labels: MemoryForgeReader["labels"] = new Map();
  const events: ForgeEvent[] = [];
  return {
    ...{ asked, permissions, accounts, subjects, reviews, commenters, events, failedChecks, labels },
    async findPermission({ id }) {
      asked.push(`permission of ${id}`);
      return permissions.get(id) ?? "none";
    },
    findAccount: async (id) => accounts.get(id) ?? null,
    async listEvents(number) {
      asked.push(`events of ${number}`);
      return events.filter((event) => event.number === number);
    },
    async readSubject(number) {
      asked.push(`subject ${number}`);
      return subjects.get(number) ?? null;
    },
    readReview: async ({ reviewId }) => reviews.get(reviewId) ?? null,
    listFailedChecks: async (commit) => failedChecks.get(commit) ?? [],
    findLabel: async (name) => labels.get(name) ?? null,
    findCodeCommenter: async (commentId) => commenters.get(commentId) ?? null,
  };
}
