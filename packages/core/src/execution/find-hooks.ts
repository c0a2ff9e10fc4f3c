import type { Hooks } from "../agent/agent-config.ts";
import type { Step } from "./step.ts";

/** The hooks of the project that the execution works for. */
export async function findHooks({ repo, deps }: Pick<Step, "repo" | "deps">): Promise<Hooks> {
  const { hooks } = await deps.repos.getConfig(repo.projectId);
  return hooks;
}
