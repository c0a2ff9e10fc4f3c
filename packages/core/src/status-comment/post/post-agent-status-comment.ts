import { createHash } from "node:crypto";
import type { ForgeProblem } from "../../forge/forge-outcome.ts";
import type { CommentWish, ForgePort } from "../../forge/forge-port.ts";
import type { AgentTask } from "../../task/task.ts";
import type { Repo } from "../../vcs/repo.ts";
import { isLast, type StatusWord } from "../status-word.ts";
import { placeOfTask } from "../text/forge-ways.ts";
import { sayHeadline } from "../text/say-headline.ts";
import type { StatusComment } from "./status-comment.ts";
import type { StatusCommentStore } from "./status-comment-store.ts";
import { threadOf } from "./thread-of.ts";

/** People have scrolled past a comment of that age: another one follows it. */
const RECENT_MILLISECONDS = 24 * 60 * 60 * 1000;

export interface StatusWish {
  task: AgentTask;
  /** The comment as it was before the task was read: what others told since may be newer. Absent: as it is now. */
  before?: StatusComment | null;
  status: StatusWord;
  /** What stands below its first line; absent: nothing. */
  details?: string;
  /** Nothing but its course is told: it waits where others have more to say. */
  isProgress?: boolean;
  /** It was asked for once more: people are to see where it is told. */
  isAskedAgain?: boolean;
}

export interface PostDeps {
  repo: Repo;
  forge: Pick<ForgePort, "ensureComment" | "isNearEnd">;
  comments: StatusCommentStore;
  /** Where people see tasks; null: nowhere on the web. */
  publicUrl: string | null;
  now(): Date;
}

/** `silent`: there is no place for it, or people want none of it. `passed`: others told something since the task was read. */
export type Posted =
  | { kind: "posted"; url: string }
  | { kind: "unchanged" | "silent" | "passed" }
  | { kind: "failed"; problem: ForgeProblem };

/**
 * Makes the one comment of a task on its issue or pull request, or edits it in place. The same text is posted once. One that people
 * deleted is made once again when the task has ended, and no sooner. Where people have scrolled past it when a task goes on a day after
 * it was made, or is asked for once more, another follows, and the old one says where.
 */
export async function postAgentStatusComment(wish: StatusWish, deps: PostDeps): Promise<Posted> {
  const { task, status } = wish;
  const before = wish.before === undefined ? await deps.comments.get(task.id) : wish.before;
  const body = writeBody(wish, deps);
  const digest = createHash("sha256").update(body).digest("hex");
  if (threadOf(task) === null || (before !== null && isUnwanted(before, status))) {
    return { kind: "silent" };
  }
  const isAgain = wish.isAskedAgain === true;
  if (before?.digest === digest && before.isFolded && !before.isDeleted && !isAgain) {
    return { kind: "unchanged" };
  }
  const begun = await deps.comments.begin(task.id, before?.sequence ?? 0);
  if (begun === null) {
    return { kind: "passed" };
  }
  const text = { ...wish, body, digest, begun };
  const passed = mayFollow(begun, { isAgain, status, now: deps.now() }) ? await isPassed(text, deps) : false;
  return typeof passed === "boolean"
    ? post(passed ? { ...text, begun: follow(begun) } : text, deps)
    : { kind: "failed", problem: passed };
}

function writeBody({ task, status, details = "" }: StatusWish, { publicUrl }: PostDeps): string {
  const parts = [`### ${sayHeadline(task, status)}`, details, placeOfTask(task.number, publicUrl)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function isUnwanted({ isDeleted, isMadeAgain }: StatusComment, status: StatusWord): boolean {
  return isDeleted && (isMadeAgain || !isLast(status));
}

/** Whether people may have scrolled past the comment, and something goes on that they are to see. */
function mayFollow(
  { madeAt, isLast: isSettled, isDeleted }: StatusComment,
  { isAgain, status, now }: { isAgain: boolean; status: StatusWord; now: Date },
): boolean {
  if (madeAt === null || isDeleted) {
    return false;
  }
  const isOld = now.getTime() - madeAt.getTime() > RECENT_MILLISECONDS;
  return isAgain || (isSettled && isOld && !isLast(status));
}

/** Whether it isn't among the last comments any more; a problem: the forge doesn't say. */
async function isPassed(text: Text, deps: PostDeps): Promise<boolean | ForgeProblem> {
  const { repo, number, mark, since } = wishFor(text, { body: "", isMade: false }, deps);
  const outcome = await deps.forge.isNearEnd({ repo, number, mark, since: since ?? text.task.createdAt });
  return outcome.kind === "made" ? !outcome.isNearEnd : outcome.problem;
}

/** The comment that follows it. */
function follow(begun: StatusComment): StatusComment {
  return { ...begun, round: begun.round + 1, url: null, madeAt: null, isFolded: false };
}

interface Text extends StatusWish {
  body: string;
  digest: string;
  begun: StatusComment;
}

async function post(text: Text, deps: PostDeps): Promise<Posted> {
  const { begun, status, digest } = text;
  const isMade = begun.url === null || begun.isDeleted;
  const outcome = await deps.forge.ensureComment(wishFor(text, { body: text.body, isMade }, deps));
  if (outcome.kind === "failed" && outcome.problem.kind === "deleted") {
    const before = { ...begun, isDeleted: true };
    await deps.comments.note(before);
    return isLast(status) && !begun.isMadeAgain
      ? postAgentStatusComment({ ...text, before }, deps)
      : { kind: "silent" };
  }
  if (outcome.kind === "failed") {
    return outcome;
  }
  const { url } = outcome;
  const now = deps.now();
  const made = { url, digest, isLast: isLast(status), madeAt: begun.madeAt ?? now, editedAt: now };
  const isMadeAgain = begun.isMadeAgain || begun.isDeleted;
  const posted = { ...begun, ...made, isMadeAgain, isDeleted: false };
  await deps.comments.note(posted);
  const problem = posted.isFolded ? null : await foldEarlier(text, posted, deps);
  return problem === null ? { kind: "posted", url } : { kind: "failed", problem };
}

/** The comment of the round before says where it goes on. One that people deleted needs not. */
async function foldEarlier(text: Text, posted: StatusComment, deps: PostDeps): Promise<ForgeProblem | null> {
  const body = `Task #${text.task.number} goes on [below](${posted.url}).`;
  const earlier = { ...text, begun: { ...posted, round: posted.round - 1 } };
  const outcome = await deps.forge.ensureComment(wishFor(earlier, { body, isMade: false }, deps));
  if (outcome.kind === "failed" && outcome.problem.kind !== "deleted") {
    return outcome.problem;
  }
  await deps.comments.note({ ...posted, isFolded: true });
  return null;
}

function wishFor(
  { task, status, isProgress = false, begun }: Text,
  { body, isMade }: Pick<CommentWish, "body" | "isMade">,
  { repo }: PostDeps,
): CommentWish {
  const { round, sequence } = begun;
  return {
    ...{ repo, number: threadOf(task) ?? 0, body, sequence, isMade },
    mark: round === 1 ? `task-${task.id}` : `task-${task.id}-${round}`,
    urgency: urgencyOf({ status, isProgress }),
    since: task.createdAt,
  };
}

function urgencyOf({ status, isProgress }: Pick<StatusWish, "status" | "isProgress">): CommentWish["urgency"] {
  if (isLast(status)) {
    return "final";
  }
  return isProgress ? "progress" : "state";
}
