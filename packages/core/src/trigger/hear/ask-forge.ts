import { type ForgePermission, mayWrite } from "../../account/forge-permission.ts";
import { COMMANDS } from "../command/commands.ts";
import type { ReviewNow, SubjectNow } from "../decide/facts.ts";
import type { Heard } from "../decide/heard.ts";
import type { FailedCheck } from "../decide/unasked/failed-check.ts";
import type { Signal } from "../signal/signal.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { type HeardSignal, hear } from "./heard-signal.ts";
import type { TriggerStore } from "./trigger-store.ts";

/** What the forge says of a signal at this moment. */
export interface AskedForge {
  permission: ForgePermission;
  subject: SubjectNow | null;
  review: ReviewNow | null;
  isOurThread: boolean;
  /** Of the pull request that a task about the issue has proposed; null: there was none to ask for. */
  proposal: { number: number; isOpen: boolean } | null;
  /** Of the pull request's newest commit, where a signal tells of that. */
  failedChecks: FailedCheck[];
}

export interface AskForgeDeps {
  reader: ForgeReader;
  triggers: Pick<TriggerStore, "findTask" | "findProposed">;
  wait: (milliseconds: number) => Promise<void>;
}

/** Asks for what the decision needs, and for no more: who may not act costs one request. */
export async function askForge(heard: HeardSignal, { reader, triggers, wait }: AskForgeDeps): Promise<AskedForge> {
  const { signal, identity, repo } = heard;
  const { kind, number } = signal;
  const isEnd = kind === "closed" || kind === "gone";
  const isOfChecks = kind === "checks_failed";
  const permission = isEnd || isOfChecks ? "none" : await reader.findPermission(signal.actor);
  const nothing = { permission, subject: null, review: null, isOurThread: false, proposal: null, failedChecks: [] };
  if (!isEnd && !isOfChecks && !mayWrite(permission) && !isForOthers(hear(signal, identity))) {
    return nothing;
  }
  const subject = await readSettled(signal, { reader, wait });
  const task = subject?.kind === "issue" ? await triggers.findTask({ repoId: repo.id, number, branch: null }) : null;
  const proposed = task === null ? null : ((await triggers.findProposed(task.id))?.number ?? null);
  const { replyTo = null } = kind === "code_commented" ? signal.comment : {};
  return {
    ...{ permission, subject },
    review: kind === "reviewed" ? await reader.readReview({ number, reviewId: signal.reviewId }) : null,
    failedChecks: isOfChecks && subject?.change?.head === signal.head ? await reader.listFailedChecks(signal.head) : [],
    isOurThread:
      replyTo !== null && identity.botId !== null && (await reader.findCodeCommenter(replyTo)) === identity.botId,
    proposal:
      proposed === null ? null : { number: proposed, isOpen: (await reader.readSubject(proposed))?.isOpen === true },
  };
}

/** How long what the forge shows may lag behind what it tells. */
const LAG_MILLISECONDS = 2_000;

/** One that is open though it was closed was opened again since, or is shown as it was before. */
async function readSettled(
  signal: Signal,
  { reader, wait }: Pick<AskForgeDeps, "reader" | "wait">,
): Promise<SubjectNow | null> {
  const subject = await reader.readSubject(signal.number);
  if (signal.kind !== "closed" || subject?.isOpen !== true) {
    return subject;
  }
  await wait(LAG_MILLISECONDS);
  return reader.readSubject(signal.number);
}

/** Whether it is a command that people may give who may not write. */
function isForOthers(heard: Heard): boolean {
  const verb = heard.kind === "command" ? heard.verb : null;
  return verb !== null && COMMANDS[verb].who !== "writer" && COMMANDS[verb].who !== "payer";
}
