import type { ForgeOutcome } from "../../forge/forge-outcome.ts";
import type { ForgePort } from "../../forge/forge-port.ts";
import { judgeProblem } from "../../outbox/judge-problem.ts";
import type { OutboxItem, TryOutcome } from "../../outbox/outbox-item.ts";
import { type GatherFactsDeps, gatherFacts } from "../../status-comment/gather-facts.ts";
import { statusWordOf } from "../../status-comment/status-word.ts";
import { describeStatus } from "../../status-comment/text/describe-status.ts";
import { placeOfTask } from "../../status-comment/text/forge-ways.ts";
import { sayHeadline } from "../../status-comment/text/say-headline.ts";
import type { AgentTask } from "../../task/task.ts";
import type { TaskStore } from "../../task/task-store.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { AnswerPayload, type ForgeAnswer } from "./forge-answer.ts";

type AnsweringForge = Pick<
  ForgePort,
  "ensureComment" | "ensureThreadReplies" | "ensureReaction" | "removeLabel" | "deleteBranch"
>;

export interface SendAnswerDeps extends GatherFactsDeps {
  tasks: Pick<TaskStore, "get">;
  repos: Pick<RepoStore, "get">;
  findForge(repo: Repo): Promise<AnsweringForge | null>;
  publicUrl: string | null;
  now(): Date;
  random(): number;
}

type AnswerItem = Pick<OutboxItem, "id" | "taskId" | "payload" | "attempts" | "createdAt" | "expiresAt">;

/** Tells whoever asked something of us on a forge what came of it, where they asked. */
export async function sendAnswer(item: AnswerItem, deps: SendAnswerDeps): Promise<TryOutcome> {
  const payload = AnswerPayload.safeParse(item.payload).data;
  if (payload === undefined) {
    return { kind: "dead", problem: "only a newer version of Catalyst can tell it" };
  }
  const repo = await deps.repos.get(payload.repoId);
  const forge = repo === null ? null : await deps.findForge(repo);
  if (repo === null || forge === null) {
    return { kind: "delivered" };
  }
  const outcome = await tell(payload.answer, { item, repo, forge }, deps);
  // What people took away meanwhile needs no answer.
  return outcome.kind === "made" || outcome.problem.kind === "not_found" || outcome.problem.kind === "gone"
    ? { kind: "delivered" }
    : judgeProblem(item, outcome.problem, deps);
}

interface Telling {
  item: AnswerItem;
  repo: Repo;
  forge: AnsweringForge;
}

async function tell(answer: ForgeAnswer, telling: Telling, deps: SendAnswerDeps): Promise<ForgeOutcome<object>> {
  const { item, repo, forge } = telling;
  switch (answer.does) {
    case "react":
      return forge.ensureReaction({ repo, to: answer.to, reaction: answer.reaction });
    case "remove_label":
      return forge.removeLabel({ repo, number: answer.number, label: answer.label });
    case "delete_branch":
      return forge.deleteBranch({ repo, branch: answer.branch, commit: answer.commit });
    case "say":
      return say(answer, telling);
    case "tell_status": {
      const task = item.taskId === null ? null : await deps.tasks.get(item.taskId);
      const text = task === null ? "The task isn't there any more." : await describeTask(task, deps);
      return say({ ...answer, text: `${answer.to}${text}` }, telling);
    }
  }
}

/** A text of its own, in the thread where it was asked or below the conversation: whoever asked waits for it. */
function say(
  { number, thread, text: body }: { number: number; thread?: string | undefined; text: string },
  { item, repo, forge }: Telling,
): Promise<ForgeOutcome<object>> {
  const mark = `answer-${item.id}`;
  if (thread !== undefined) {
    return forge.ensureThreadReplies({ repo, number, replies: [{ comment: thread, mark, body }] });
  }
  const wish = { repo, number, body, mark, sequence: 1, isMade: true, urgency: "answer" } as const;
  return forge.ensureComment({ ...wish, since: item.createdAt });
}

/** Folded: it is long, and of interest to one. */
async function describeTask(task: AgentTask, deps: SendAnswerDeps): Promise<string> {
  const details = describeStatus(await gatherFacts(task, deps));
  const parts = [sayHeadline(task, statusWordOf(task.status)), details, placeOfTask(task.number, deps.publicUrl)];
  return `<details><summary>How task #${task.number} is</summary>\n\n${parts.join("\n\n")}\n\n</details>`;
}
