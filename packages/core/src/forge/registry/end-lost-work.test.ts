import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { AgentTask, TaskStatus } from "../../task/task.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { GitHubInstallation } from "../app/installation.ts";
import { type EndLostWorkDeps, endLostWork } from "./end-lost-work.ts";

const REPO = { id: randomUUID(), projectId: randomUUID() } as Repo;
let tasks: Pick<AgentTask, "id" | "number" | "status">[];
let ended: string[];
let showing: Pick<GitHubInstallation, "suspendedAt">[];
let deps: EndLostWorkDeps;

beforeEach(() => {
  ended = [];
  showing = [];
  const statuses: TaskStatus[] = ["running", "completed", "awaiting_approval", ...Array(150).fill("pending")];
  tasks = statuses.map((status, index) => ({ id: `task-${index}`, number: index + 1, status }));
  deps = {
    installations: { listShowing: async () => showing as GitHubInstallation[] },
    repos: { listOfForge: async ({ id }) => (id === 5 ? [REPO] : []) },
    tasks: {
      list: async ({ statuses: wanted, limit, beforeNumber = Number.POSITIVE_INFINITY }) =>
        tasks
          .filter(({ status, number }) => wanted?.includes(status) && number < beforeNumber)
          .toSorted((a, b) => b.number - a.number)
          .slice(0, limit) as never,
      async requestCancel(id, _actor, why) {
        ended.push(`${id} ${why?.isRepositoryLost}`);
        return null;
      },
    },
  };
});

const lose = () => endLostWork({ host: "github.com", repositoryIds: [5, 6] }, deps);

test("all unfinished tasks of a lost repository end, however many they are, and no others", async () => {
  await lose();
  expect(ended).toHaveLength(152);
  expect(ended).toContain("task-0 true");
  expect(ended).toContain("task-2 true");
  expect(ended).not.toContain("task-1 true");
});

test("a repository that another App is shown isn't lost, unless that one is suspended", async () => {
  showing = [{ suspendedAt: null }];
  await lose();
  expect(ended).toEqual([]);
  showing = [{ suspendedAt: new Date() }];
  await lose();
  expect(ended).toHaveLength(152);
});
