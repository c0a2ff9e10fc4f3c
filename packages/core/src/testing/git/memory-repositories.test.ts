import { randomBytes, randomUUID } from "node:crypto";
import { describe } from "vitest";
import type { ImportInput } from "../../result/repository-port.ts";
import type { Repo } from "../../vcs/repo.ts";
import { BASE_COMMIT, memoryRepositories } from "../memory-repositories.ts";
import { BASE_FILES, type GitPlace, gitContract } from "./git.contract.ts";

describe("repositories in memory", () => gitContract(openPlace));

async function openPlace(): Promise<GitPlace> {
  const repositories = memoryRepositories();
  const executionId = randomUUID();
  repositories.quarantines.add(executionId);
  repositories.files = new Map(Object.entries({ ...BASE_FILES, binary: "\ud800" }));
  return {
    repositories,
    another: () => repositories,
    import: describeImport(executionId),
    async push(file = "b.txt") {
      const id = randomBytes(20).toString("hex");
      repositories.pushed.add(executionId);
      const findings = file.startsWith(".github/") ? [{ rule: "protected-path", path: file, detail: "CI" }] : [];
      const commits = [{ sha: id, subject: "Change" }];
      repositories.imported = { ...repositories.imported, headCommit: id, commits, findings };
    },
    async pushBeside() {
      const id = randomBytes(20).toString("hex");
      repositories.beside.set("refs/beside/1", id);
      return id;
    },
    leaveUnfinished: async () => undefined,
    listAll: async () => [...repositories.quarantines, ...repositories.keptResults],
    close: async () => undefined,
  };
}

function describeImport(executionId: string): ImportInput {
  const ids = { id: randomUUID(), projectId: randomUUID(), createdAt: new Date() };
  const repo: Repo = { ...ids, vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: "main" };
  const commits = { baseCommit: BASE_COMMIT, startCommit: BASE_COMMIT, checkedFrom: BASE_COMMIT };
  const policy = {} as ImportInput["policy"];
  const names = {
    baseBranch: "main",
    branch: "catalyst/0a1b2c3d-fix",
    author: { name: "Catalyst (script)", email: "catalyst@localhost" },
    committer: { name: "Catalyst", email: "catalyst@localhost" },
    trailers: null,
  };
  return { executionId, repo, ...commits, ...names, policy, seconds: null, signal: null };
}
