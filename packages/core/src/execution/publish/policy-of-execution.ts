import { type AgentFile, PROJECT_AGENTS_FOLDER } from "../../agent/agent-file.ts";
import type { ResultPolicy } from "../../result/result-policy.ts";
import { MAX_SETTINGS_BYTES } from "../../settings/load-settings.ts";
import type { Step } from "../step.ts";

/** The policy with what all agents read that are known here: whoever works on the repository next obeys it. */
export async function policyOfExecution(step: Step, baseCommit: string): Promise<ResultPolicy> {
  const { agents, policy } = step.deps;
  const paths = await agents.listInstructionPaths(await readProjectAgents(step, baseCommit));
  const instructions = [...new Set(paths)].map((path) => ({ role: "agents" as const, path }));
  return { ...policy, protectedPaths: [...policy.protectedPaths, ...instructions] };
}

const SUFFIX = ".yaml";

async function readProjectAgents({ execution, repo, task, deps }: Step, commit: string): Promise<AgentFile[]> {
  const where = { repo, executionId: execution.id, commit };
  const names = await deps.repositories.listFiles({ ...where, folder: PROJECT_AGENTS_FOLDER });
  const paths = names.filter((name) => name.endsWith(SUFFIX)).map((name) => `${PROJECT_AGENTS_FOLDER}/${name}`);
  const files = await deps.repositories.readFiles({ ...where, paths, maxBytes: MAX_SETTINGS_BYTES });
  return [...files].map(([path, text]) => ({
    id: path.slice(PROJECT_AGENTS_FOLDER.length + 1, -SUFFIX.length),
    text,
    path,
    where: `at ${task.baseBranch}`,
    owner: "project",
  }));
}
