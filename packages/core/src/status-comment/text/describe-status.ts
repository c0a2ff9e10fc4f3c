import { describeMissingSignOff } from "../../forge/pull-request/describe-sign-off.ts";
import { codeBlock, codeLine } from "../../forge/text/plain-text.ts";
import { keptAtOf } from "../../result/read-publication.ts";
import type { AgentTask, TaskStatus } from "../../task/task.ts";
import { isSettled } from "../../task/task-state.ts";
import { wayOfTask } from "../../task/way-of-failure.ts";
import { describeFacts } from "./describe-facts.ts";
import { describeResult } from "./describe-result.ts";
import { ONCE_DONE, sayOnForge, WHILE_WORKING } from "./forge-ways.ts";
import { describeEnding } from "./say-ending.ts";
import type { StatusFacts } from "./status-facts.ts";

/** What a task's comment says below its first line. The same facts give the same text: nothing in it counts the time. */
export function describeStatus(facts: StatusFacts): string {
  const { task } = facts;
  const parts = isSettled(task.status)
    ? [
        ...[
          describeFacts(facts),
          describeProblem(task),
          ...describeResult(task),
          describeSignOff(facts),
          describePlan(task),
        ],
        ...[describeRefusal(facts), describeNext(facts)],
      ]
    : [
        describeFacts(facts),
        describeChecks(facts),
        describeCourse(facts),
        describeLastSteps(facts),
        describeEnding(task) ?? WHILE_WORKING,
      ];
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}

/** Why it goes on although nobody asked. */
function describeChecks({ checks }: StatusFacts): string | null {
  return checks === null
    ? null
    : `Checks failed: ${checks.names.map(codeLine).join(", ")}; trying (${checks.round} of ${checks.rounds}).`;
}

function describeCourse({ task, course }: StatusFacts): string | null {
  return task.status === "pending"
    ? null
    : course.map(({ words, isDone }) => `- [${isDone ? "x" : " "}] ${words}`).join("\n");
}

function describeLastSteps({ lastSteps }: StatusFacts): string | null {
  const lines = lastSteps.map(({ at, text }) => `${at.toISOString().slice(11, 16)} ${text}`);
  return lines.length === 0 ? null : fold("Last steps", codeBlock(lines.join("\n")));
}

function describeSignOff(facts: StatusFacts): string | null {
  return facts.task.resultPayload?.publication.kind === "pull_request" ? describeMissingSignOff(facts) : null;
}

const WITH_PROBLEM: readonly TaskStatus[] = ["failed", "refused", "paused_budget"];

function describeProblem({ status, errorMessage }: AgentTask): string | null {
  return errorMessage === null || !WITH_PROBLEM.includes(status) ? null : codeBlock(errorMessage);
}

/** The task is what it was: who asked for more sees it here, and nowhere else. */
function describeRefusal({ refusal, publicUrl }: StatusFacts): string | null {
  if (refusal === null) {
    return null;
  }
  const way = sayOnForge(refusal.way ?? null, publicUrl);
  return ["What was asked for last didn't begin:", codeBlock(refusal.message), way]
    .filter((part) => part !== null)
    .join("\n\n");
}

function describePlan({ status, plan }: AgentTask): string | null {
  return status === "awaiting_approval" && plan !== null && plan.approvedAt === null
    ? fold("The plan", codeBlock(plan.markdown))
    : null;
}

function describeNext({ task, publicUrl }: StatusFacts): string | null {
  const way = sayOnForge(wayOfTask(task), publicUrl);
  if (way !== null || task.status !== "awaiting_approval") {
    return way ?? describeMore(task);
  }
  const { number, plan, options } = task;
  if (plan !== null && plan.approvedAt === null) {
    return sayOnForge({ kind: "decide_plan", task: number });
  }
  return sayOnForge(
    options.race === null ? { kind: "publish_task", task: number } : { kind: "pick_result", task: number },
  );
}

function describeMore({ status, number, ending, resultPayload }: AgentTask): string | null {
  if (status === "cancelled" && keptAtOf(resultPayload) !== null) {
    return sayOnForge({ kind: "publish_task", task: number });
  }
  return status === "completed" && ending === null ? ONCE_DONE : null;
}

/** `inside` is a block of its own: without the empty lines it would be taken for HTML. */
function fold(title: string, inside: string): string {
  return `<details><summary>${title}</summary>\n\n${inside}\n\n</details>`;
}
