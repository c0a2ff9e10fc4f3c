import type { Octokit } from "@octokit/core";
import { expect, test } from "vitest";
import { createAsker } from "../client/asker.ts";
import { openRateGate } from "../limits/rate-gate.ts";
import { listFailedChecks } from "./list-failed-checks.ts";

const repository = { id: 1, owner: "acme", name: "shop", isArchived: false, isPublic: false };

test("the check that failed is found among a hundred", async () => {
  const runs = Array.from({ length: 100 }, (_, id) => ({
    ...{ id, name: `job ${id}`, conclusion: id === 99 ? "failure" : "success" },
  }));
  const asked: string[] = [];
  const request = async (path: string, { page = 1, per_page: size = 30 }: { page?: number; per_page?: number }) => {
    asked.push(path);
    const part = runs.slice((page - 1) * size, page * size);
    return {
      status: 200,
      headers: {},
      data: path.endsWith("/annotations") ? [] : { total_count: 100, check_runs: part },
    };
  };
  const now = () => new Date(0);
  const asker = createAsker({ request } as unknown as Octokit, { gate: openRateGate(now), now });
  const failed = await listFailedChecks({ asker, repository }, "a".repeat(40));
  expect(failed).toEqual([{ name: "job 99", conclusion: "failure", summary: "", annotations: [] }]);
  expect(asked).toHaveLength(5);
});
