import type { ContextPiece, Gathered, GatherWish, SubjectChange } from "@catalyst/core";
import type { GitHubApp } from "../client/open-app.ts";
import type { TokenStep } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { readSubject } from "../read/read-subject.ts";
import { type CheckAccess, readChecks } from "./checks/read-checks.ts";
import { readStatuses } from "./checks/read-statuses.ts";
import { openClassify } from "./classify.ts";
import { gatherPieces } from "./gather-pieces.ts";
import { readLinked } from "./read-linked.ts";
import { openReading, type Reading } from "./reading.ts";
import { readEdits } from "./said/read-edits.ts";

/** What was written about an issue or pull request, and by whom. Throws `GitHubFault`. */
export async function gather(
  step: TokenStep,
  wish: Pick<GatherWish, "kind" | "number" | "commentId" | "bots">,
  access: CheckAccess & Pick<GitHubApp, "now">,
): Promise<Gathered> {
  const subject = await readSubject(step, wish.number);
  if (subject.kind !== wish.kind) {
    throw new GitHubFault({ kind: "not_found" });
  }
  const reading = openReading(step, { number: wish.number, now: access.now });
  const { editedAt, titles, isPublic, ...authored } = await readEdits(reading);
  const classify = openClassify(reading, { isPublic });
  const written = { author: await classify(authored), editedAt, titles };
  const { pieces, unread } = await gatherPieces(reading, wish, classify);
  const linked = wish.kind === "issue" && reading.mayGoOn() ? await readLinked(reading, subject.text, classify) : [];
  const checks = subject.change === null ? [] : await readTried(reading, subject.change, access);
  return { subject, ...written, pieces: [...pieces, ...linked, ...checks], unread };
}

/** What was tried of a commit and failed. */
async function readTried(reading: Reading, change: SubjectChange, access: CheckAccess): Promise<ContextPiece[]> {
  const checks = reading.mayGoOn() ? await readChecks(reading, change, access) : [];
  return reading.mayGoOn() ? [...checks, ...(await readStatuses(reading, change, access))] : checks;
}
