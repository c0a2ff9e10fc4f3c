import type { GitHubConfig } from "../../../agent/github-config.ts";
import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import { hasOutsideText } from "../../../forge/pull-request/has-outside-text.ts";
import type { Hold, HoldReason } from "../../../result/hold/hold.ts";
import type { ImportedResult } from "../../../result/repository-port.ts";
import type { Step } from "../../step.ts";

/**
 * Why a result is to wait for a person's word; null: it isn't. The project's word counts, whoever asked for the work.
 * Where it has none, there has to be a forge whose CI could run it. Throws `ForgeAway`.
 */
export async function judgeHold(step: Step, { runByCi }: Pick<ImportedResult, "runByCi">): Promise<Hold | null> {
  const mode = await readMode(step);
  if (mode === "run") {
    return null;
  }
  const reasons: HoldReason[] = mode === "hold" ? ["setting"] : await listReasons(step, runByCi.length > 0);
  return reasons.length === 0 ? null : { reasons, paths: runByCi };
}

/** The owner's word of now; one for holding counts that was decided when the work began, too. */
async function readMode({ execution, repo, deps }: Step): Promise<GitHubConfig["publish"]> {
  const decided = execution.resolution.settings.github.publish;
  return decided === "hold" ? decided : ((await deps.settings.get(repo.projectId))?.github.publish ?? decided);
}

async function listReasons({ repo, task, deps }: Step, changesCi: boolean): Promise<HoldReason[]> {
  const forge = await deps.findForge(repo);
  const outcome = forge === null ? null : await forge.readTarget({ repo, branches: [] });
  if (outcome === null) {
    return [];
  }
  if (outcome.kind === "failed") {
    // Nothing can be pushed either: that is said by whoever tries.
    describeForgeProblem(outcome.problem);
    return [];
  }
  return [
    ...(outcome.target.isPublic ? (["public"] as const) : []),
    ...(hasOutsideText(task.contextPayload) ? (["outsiders"] as const) : []),
    ...(changesCi ? (["ci"] as const) : []),
  ];
}
