import { CatalystError } from "../../catalyst-error.ts";
import type { StandingChange } from "../../prompt/collect-agent-context.ts";
import { matchesPath } from "../../settings/patterns/path-pattern.ts";
import { isInScope } from "../../task/submit/review-scope.ts";
import type { Step } from "../step.ts";

/** What is there beyond the base where an agent begins: the change that it reviews or goes on with; null: nothing, or git can't say in its time. */
export async function readStart(
  { execution, task, repo, deps }: Pick<Step, "execution" | "task" | "repo" | "deps">,
  headCommit: string,
): Promise<StandingChange | null> {
  const { id: executionId, baseCommit } = execution;
  if (headCommit === baseCommit) {
    return null;
  }
  try {
    const change = await deps.repositories.readChange({ repo, executionId, baseCommit, headCommit });
    const instructions = execution.resolution.instructionPaths.flatMap((path) => [path, `**/${path}`]);
    return {
      ...change,
      isAsked: (path) => isInScope(path, task.options.review?.paths ?? []),
      isInstruction: (path) => matchesPath(instructions, path),
    };
  } catch (error) {
    // The agent has the commits, and git.
    if (error instanceof CatalystError) {
      return null;
    }
    throw error;
  }
}
