import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { submitTask, TaskRequest } from "@catalyst/core";
import { createRepository, readAskedHead } from "@catalyst/git";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { findActor, openStores, type Stores } from "../open-stores.ts";
import { doorOf } from "../run/door.ts";
import { runForTest } from "../testing/run-for-test.ts";
import { findUp } from "../up/up-lock.ts";

let folder: string;
let env: Record<string, string>;
let stores: Stores;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-logs-"));
  env = { HOME: folder, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: join(folder, "home") };
  stores = await openStores(readConfig(env));
  await createRepository({ path: join(folder, "shop"), files: { "a.txt": "a\n" }, message: "Begin" });
}, 60_000);

afterAll(async () => {
  await stores?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

test("following a task that nothing works on starts what works on it, and ends with it", async () => {
  const request = TaskRequest.parse({
    repository: { kind: "folder", ...(await readAskedHead(join(folder, "shop"))) },
    source: { kind: "prompt", text: "true" },
    agents: [{ agent: "nobody", model: null }],
  });
  const { task } = await submitTask(request, await findActor(stores), doorOf(stores));
  expect(await findUp(join(folder, "home"))).toBeNull();
  const followed = await runForTest({ args: ["tasks", "logs", "-f", String(task.number)], env });
  expect(followed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("starting worker and gateway") });
  expect((await stores.tasks.get(task.id))?.status).toBe("refused");
  await expect.poll(() => findUp(join(folder, "home")), { timeout: 60_000 }).toBeNull();
}, 120_000);
