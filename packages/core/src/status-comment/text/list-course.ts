import type { ExecutionEvent } from "../../event/event.ts";
import type { AgentTask, TaskStatus } from "../../task/task.ts";

/** One part of an execution's way. */
export interface CourseStep {
  words: string;
  isDone: boolean;
}

interface Course {
  task: Pick<AgentTask, "status" | "taskType">;
  /** Those that tell of the stages. */
  stages: readonly Pick<ExecutionEvent, "body">[];
  hooks: { setup: boolean; verify: boolean };
}

const BEGUN: readonly TaskStatus[] = ["running", "publishing", "completed"];
const WORKED: readonly TaskStatus[] = ["publishing", "completed"];

/** What an execution goes through, and how far it is. */
export function listCourse({ task, stages, hooks }: Course): CourseStep[] {
  const isReview = task.taskType === "pr_review";
  const setup = hookOf(stages, "setup");
  const verify = hookOf(stages, "verify");
  const hasWorked = stages.some(({ body }) => body.type === "agent_ended") || WORKED.includes(task.status);
  return [
    { words: "Environment ready", isDone: BEGUN.includes(task.status) },
    ...(hooks.setup ? [{ words: "Set up", isDone: setup?.hasEnded === true || hasWorked }] : []),
    { words: isReview ? "Read the change" : "Change the code", isDone: hasWorked },
    ...(hooks.verify && !isReview
      ? [{ words: describeVerify(verify), isDone: verify?.isPassed === true || WORKED.includes(task.status) }]
      : []),
    { words: isReview ? "Say what was found" : "Publish", isDone: task.status === "completed" },
  ];
}

interface HookSeen {
  attempt: number;
  hasEnded: boolean;
  isPassed: boolean;
}

function hookOf(stages: Course["stages"], name: "setup" | "verify"): HookSeen | null {
  const last = stages.flatMap(({ body }) => (body.type === "hook" && body.name === name ? [body] : [])).at(-1);
  return last === undefined
    ? null
    : {
        attempt: last.attempt,
        hasEnded: last.phase === "ended",
        isPassed: last.phase === "ended" && last.exitCode === 0,
      };
}

function describeVerify(seen: HookSeen | null): string {
  if (seen === null || seen.isPassed) {
    return "Verify";
  }
  return seen.hasEnded ? `Verify (try ${seen.attempt} failed)` : `Verify (try ${seen.attempt})`;
}
