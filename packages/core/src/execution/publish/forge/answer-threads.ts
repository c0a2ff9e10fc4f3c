import { ForgeAway } from "../../../forge/forge-outcome.ts";
import type { ThreadReply } from "../../../forge/forge-port.ts";
import { describeAnswer } from "../../../forge/review/describe-answer.ts";
import type { ThreadAnswer } from "../../../result/answers/thread-answer.ts";
import type { TaskEnd } from "../../../task/task.ts";
import type { Step } from "../../step.ts";
import { findAnswers } from "./read-words.ts";

/**
 * Answers in each thread that the execution was told of. Returns where. What a forge doesn't take, as it is locked or gone, isn't said:
 * the end is what it is. Throws `ForgeAway`.
 */
export async function answerThreads(step: Step, { result }: TaskEnd): Promise<string[]> {
  const { execution, repo, deps } = step;
  const asked = await listThreads(step);
  const forge = asked.size === 0 ? null : await deps.findForge(repo);
  if (forge === null) {
    return [];
  }
  const answers = new Map((await findAnswers(step)).map((answer) => [answer.comment, answer]));
  const urls: string[] = [];
  for (const [number, comments] of asked) {
    const replies = [...comments].map((comment) =>
      reply(execution.id, { comment, answer: answers.get(comment), result }),
    );
    const outcome = await forge.ensureThreadReplies({ repo, number, replies });
    if (outcome.kind === "made") {
      urls.push(...outcome.urls);
    } else if (outcome.problem.kind === "outage" || outcome.problem.kind === "rate_limited") {
      throw new ForgeAway(outcome.problem);
    }
  }
  return urls;
}

/** By pull request. */
async function listThreads({ execution, deps }: Step): Promise<Map<number, Set<string>>> {
  const threads = new Map<number, Set<string>>();
  for (const message of await deps.messages.listDelivered(execution.id)) {
    if (message.threads !== null) {
      const { number, comments } = message.threads;
      threads.set(number, new Set([...(threads.get(number) ?? []), ...comments]));
    }
  }
  return threads;
}

interface Answered extends Pick<TaskEnd, "result"> {
  comment: string;
  answer: ThreadAnswer | undefined;
}

function reply(executionId: string, { comment, answer, result }: Answered): ThreadReply {
  return { comment, mark: `answer-${executionId}-${comment}`, body: describeAnswer(answer, result) };
}
