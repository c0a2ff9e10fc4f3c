import { join } from "node:path";
import { submitTask, TaskRequest } from "@catalyst/core";
import { readAskedHead } from "@catalyst/git";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findActor } from "../../open-stores.ts";
import { doorOf } from "../../testing/door.ts";
import { openTestHome, type TestHome } from "../../testing/open-test-home.ts";
import { runForTest } from "../../testing/run-for-test.ts";

let home: TestHome;

beforeAll(async () => {
  home = await openTestHome({ hasServices: false });
});

afterAll(() => home?.close());

test("following a task that nothing works on starts what works on it, and ends with it", async () => {
  const request = TaskRequest.parse({
    repository: { kind: "folder", ...(await readAskedHead(join(home.folder, "shop"))) },
    source: { kind: "prompt", text: "true" },
    agents: [{ agent: "nobody", model: null }],
  });
  const { task } = await submitTask(request, await findActor(home.stores), doorOf(home.stores));
  const followed = await runForTest({ args: ["tasks", "logs", "-f", String(task.number)], env: home.env });
  expect(followed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("starting Catalyst's services") });
  expect((await home.stores.tasks.get(task.id))?.status).toBe("refused");
});
