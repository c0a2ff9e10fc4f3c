import { codeLine } from "../../forge/text/plain-text.ts";
import type { Publication } from "../../result/publication.ts";
import type { AgentTask } from "../../task/task.ts";
import type { TaskEnding } from "../../task/task-ending.ts";
import { sayName } from "./say-name.ts";

type PullRequest = Extract<Publication, { kind: "pull_request" }>;

/** The first line of a task that somebody ended. */
export function sayStopped(ending: TaskEnding | null): string {
  if (ending === null || ending.why === "stopped") {
    return `⏹️ Stopped${sayBy(ending)}`;
  }
  if (ending.movedTo !== undefined) {
    return `⏹️ Stopped: moved to ${codeLine(ending.movedTo)}${sayBy(ending)}`;
  }
  return ending.why === "gone" ? "⏹️ Stopped: it isn't there any more" : `⏹️ Stopped: ${ending.why}${sayBy(ending)}`;
}

/** The first line of a task whose pull request isn't open any more; null: nobody said that it isn't. */
export function sayProposalEnd({ number }: PullRequest, ending: TaskEnding | null): string | null {
  switch (ending?.why) {
    case "merged":
      return `🎉 Pull request #${number} merged${sayBy(ending)}`;
    case "closed":
      return `⏹️ Pull request #${number} closed${sayBy(ending)}`;
    default:
      return null;
  }
}

/** What comes of a turn that goes on although what it is for has ended; null: it hasn't. */
export function describeEnding({ ending }: Pick<AgentTask, "ending">): string | null {
  return ending?.why === "closed"
    ? `This was closed${sayBy(ending)}: what the agent does now is kept, and isn't published.`
    : null;
}

function sayBy(ending: TaskEnding | null): string {
  return ending?.by == null ? "" : ` by ${sayName(ending.by)}`;
}
