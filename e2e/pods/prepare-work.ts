import type { StageJob } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import type { PodGround, PreparedPod } from "../../gateway/src/testing/play-pod.ts";
import { createGitRepository } from "../git-repository.ts";

interface Work {
  stages: StageJob["stage"][];
  /** The script that is its agent. */
  prompt: string;
  /** The command by which the work is verified. */
  verify: string;
}

/** An execution whose agent runs this script, on a repository that is there, and whose work is verified by that one. */
export async function prepareWork(ground: PodGround, { stages, prompt, verify }: Work): Promise<PreparedPod> {
  const { path: source, git } = await createGitRepository({ "readme.md": "first\n" });
  const startCommit = await git("rev-parse", "HEAD");
  const repository = { baseCommit: startCommit, branch: "catalyst/0a1b2c3d-fix", baseBranch: "main" };
  const prepared = await ground.prepareJobs(stages, {
    prompt,
    repository: { ...repository, setUpCommit: null, sparsePaths: [], reviewed: null },
    hooks: { setup: null, setupReads: null, setupKey: null, hasSecrets: false, verify, timeoutSeconds: 60 },
  });
  const { executionId, repoId } = prepared;
  const place = { vcs: "local", url: source, name: "shop", defaultBranch: "main" } as const;
  const repo = { id: repoId, projectId: repoId, ...place, createdAt: new Date() };
  const repositories = gitRepositories({ home: ground.gateway.home, privateHosts: [] });
  await repositories.refreshMirror(repo);
  await repositories.ensureQuarantine({ executionId, repo, startCommit, otherCommits: [], keptBy: null });
  return prepared;
}
