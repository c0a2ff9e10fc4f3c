import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { StageKind } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PodGround, startPodGround } from "../../testing/play-pod.ts";

const KEY = "a".repeat(64);
const OTHER_KEY = "b".repeat(64);

let ground: PodGround;
beforeEach(async () => {
  ground = await startPodGround();
});
afterEach(() => ground.stop());

/** A pod whose first stage has its job; its runner's token and its agent's. */
async function begin(setupKey: string | null = KEY, stages: StageKind[] = ["setup", "agent"]) {
  const hooks = { setup: "make", setupReads: null, hasSecrets: false, verify: null, timeoutSeconds: 60, setupKey };
  const pod = await ground.prepareJobs(stages, { hooks });
  await ground.bind(pod);
  const { token, agentToken } = JSON.parse((await ground.askForJob(pod, stages[0] ?? "")).text);
  return { ...pod, token, agentToken };
}

const put = (token: string, bytes: string, key = KEY) =>
  ground.send({ method: "PUT", path: `/setup-cache/${key}`, token, content: { bytes } });
const get = (token: string, key = KEY) => ground.send({ path: `/setup-cache/${key}`, token });
const kept = () => readdir(join(ground.gateway.home, "setup-cache")).catch(() => []);

test("what one setup left is given to a later one of the same repository and key, with its digest", async () => {
  const first = await begin();
  expect((await get(first.token)).httpStatus).toBe(404);
  expect(JSON.parse((await put(first.token, "archive")).text)).toEqual({ kept: true });
  const again = await get(first.token);
  expect([again.httpStatus, again.text]).toEqual([200, "archive"]);
  expect(again.headers["x-catalyst-sha256"]).toBe(createHash("sha256").update("archive").digest("hex"));
  expect(await kept()).toEqual([`${first.repoId}-${KEY}`]);
});

test("another repository's setup finds nothing of it by the same key", async () => {
  await put((await begin()).token, "archive");
  expect((await get((await begin()).token)).httpStatus).toBe(404);
});

test("what is kept stays: nobody writes over it", async () => {
  const { token } = await begin();
  await put(token, "first");
  expect(JSON.parse((await put(token, "second")).text)).toEqual({ kept: false });
  expect((await get(token)).text).toBe("first");
});

test("what is cut off isn't kept, and leaves nothing", async () => {
  const { token } = await begin();
  const content = { bytes: "half", isCut: true };
  await ground.send({ method: "PUT", path: `/setup-cache/${KEY}`, token, content }).catch(() => undefined);
  await expect.poll(kept).toEqual([]);
  expect((await get(token)).httpStatus).toBe(404);
});

test("an execution has the key that it was planned with, and no other one", async () => {
  const { token, executionId } = await begin();
  expect((await put(token, "x", OTHER_KEY)).httpStatus).toBe(403);
  expect((await get(token, OTHER_KEY)).httpStatus).toBe(403);
  expect(ground.gateway.eventsOf(executionId)).toMatchObject([{ type: "blocked" }, { type: "blocked" }]);
  const unplanned = await begin(null);
  expect((await put(unplanned.token, "x")).httpStatus).toBe(403);
  expect(await kept()).toEqual([]);
});

test.each<[string, StageKind[]]>([
  ["prepares", ["prepare", "agent"]],
  ["works", ["agent"]],
  ["verifies", ["verify", "agent"]],
])("a stage that %s, on files of anybody, neither gets nor keeps any", async (_what, stages) => {
  const { token } = await begin(KEY, stages);
  expect((await get(token)).httpStatus).toBe(403);
  expect((await put(token, "x")).httpStatus).toBe(403);
});

test("once the next stage has begun, the setup's token is worth nothing here", async () => {
  const pod = await begin();
  await ground.send({ method: "POST", path: "/stage-end", token: pod.token, body: { exitCode: 0 } });
  const { token } = JSON.parse((await ground.askForJob(pod, "agent")).text);
  expect((await put(pod.token, "x")).httpStatus).toBe(401);
  expect((await put(token, "x")).httpStatus).toBe(403);
});

test("what runs beside the runner, and environments of this machine, have no way here", async () => {
  const pod = await begin();
  expect((await put(pod.agentToken, "x")).httpStatus).toBe(403);
  const local = await ground.gateway.grant(null);
  local.setStage("setup");
  const headers = { authorization: `Bearer ${local.runnerToken}` };
  expect((await ground.gateway.send({ method: "GET", path: `/setup-cache/${KEY}`, headers })).httpStatus).toBe(403);
});

test.each([`/setup-cache/${"A".repeat(64)}`, "/setup-cache/x", `/setup-cache/${KEY}/y`, `/setup-cache/${KEY}?x=y`])(
  "%s is no key",
  async (path) => {
    const { token } = await begin();
    expect((await ground.send({ path, token })).httpStatus).toBe(400);
  },
);
