import { CatalystError } from "../../catalyst-error.ts";
import type { ReadChange } from "../../result/repository-port.ts";
import type { Step } from "../step.ts";

/** What is there beyond the base where an agent begins: the change that it reviews or goes on with; null: nothing, or git can't say in its time. */
export async function readStart(
  { execution, repo, deps }: Pick<Step, "execution" | "repo" | "deps">,
  headCommit: string,
): Promise<ReadChange | null> {
  const { id: executionId, baseCommit } = execution;
  if (headCommit === baseCommit) {
    return null;
  }
  try {
    return await deps.repositories.readChange({ repo, executionId, baseCommit, headCommit });
  } catch (error) {
    // The agent has the commits, and git.
    if (error instanceof CatalystError) {
      return null;
    }
    throw error;
  }
}
