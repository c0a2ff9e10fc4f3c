import { beforeEach, expect, test } from "vitest";
import { keptAtOf } from "../../../result/read-publication.ts";
import { publishTask } from "../../../task/act/publish-task.ts";
import { type MemoryForge, memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../../../testing/play-turns.ts";

const HEAD = "e".repeat(40);

let turns: Turns;
let forge: MemoryForge;

beforeEach(() => {
  turns = createTurns();
  forge = memoryForge("/srv/shop");
  forge.branches.has = () => true;
  turns.deps.findForge = async () => forge;
});

test("a result whose base is gone is pushed nowhere until a person says which branch it is for", async () => {
  const task = await turns.submit({});
  const during = async () => {
    turns.repositories.base = { ...turns.repositories.base, name: "next" };
    turns.repositories.branches.delete("main");
  };
  await turns.run(task, { head: HEAD, during });
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "base_gone", way: { kind: "publish_task", isBaseGone: true } },
    errorMessage: expect.stringContaining("no branch main"),
  });
  expect([turns.repositories.published.size, forge.pullRequests]).toEqual([0, []]);
  expect(keptAtOf(turns.now(task).resultPayload)).not.toBeNull();
  const wish = { ...ASKING, task: turns.now(task), run: null, accept: [], branch: null };
  await publishTask({ ...wish, base: "gone" }, turns.useCases);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "base_gone" });
  await publishTask({ ...wish, task: turns.now(task), base: "next" }, turns.useCases);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "completed", baseBranch: "next" });
  expect(forge.pullRequests).toMatchObject([{ base: "next" }]);
});
