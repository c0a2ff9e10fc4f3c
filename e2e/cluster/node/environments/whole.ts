import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ADDRESS_KEPT_FACT } from "@catalyst/core";
import { findPushed } from "@catalyst/git";
import { expect, onTestFinished, test } from "vitest";
import { type PodGround, startPodGround } from "../../../../gateway/src/testing/play-pod.ts";
import { prepareWork } from "../../../pods/prepare-work.ts";
import { buildTestImages, TEST_IMAGES } from "../images.ts";
import { knockAtCanary } from "../knock-at-canary.ts";
import { readIdentityKeys } from "../read-identity-keys.ts";
import { tried } from "./tried.ts";

/** Nothing stands in for anything of ours: probe, runner and gateway are the real ones, and so is who the API server says that a pod is. */

let ground: PodGround;

/** A real gateway in the place of the one that stands in. */
async function serveReally(): Promise<void> {
  await tried.stopOperator();
  await tried.node.importImages(await buildTestImages(tried.folder, ["ours"]));
  ground = await startPodGround();
  onTestFinished(() => ground.stop());
  const { door: port, canary: canaryPort } = ground.gateway.gateway.podPorts ?? { door: 0, canary: 0 };
  await tried.node.openPort(port);
  await tried.node.openPort(canaryPort);
  await writeFile(join(ground.folder, "keys.json"), await readIdentityKeys(tried.node));
  const authority = await readFile(join(ground.folder, "catalyst-gateway.pem"), "utf8");
  onTestFinished(knockAtCanary(canaryPort));
  tried.startOperator({ port, canaryPort, authority, runner: TEST_IMAGES.ours });
}

test("an agent works in a pod that was proven, and what it made is pushed and verified in another container", async () => {
  await serveReally();
  const script = "echo second > second.md && git add second.md && git commit -qm Second && echo hello";
  const { executionId } = await prepareWork(ground, {
    stages: ["agent", "verify"],
    prompt: script,
    verify: "test -f second.md",
  });
  const stages = [{ name: "agent" }, { name: "verify" }];
  const name = await tried.environments.make("whole", { executionId, stages });
  const statusOf = () => tried.statusOf(name);
  await expect
    .poll(async () => (await statusOf())?.conditions?.find(({ type }) => type === "Isolated")?.status)
    .toBe("True");
  const proven = await statusOf();
  expect(proven?.facts).toContain(ADDRESS_KEPT_FACT);
  await ground.bind({ executionId, podUid: proven?.pod?.uid ?? "" }, proven?.pod?.ip ?? null);
  await expect.poll(async () => (await statusOf())?.phase).toMatch(/Succeeded|Failed|Refused/);
  expect(await statusOf()).toMatchObject({ phase: "Succeeded", exit: { code: 0, reason: "exited" } });
  expect(ground.gateway.eventsOf(executionId)).toContainEqual({ type: "log", stream: "stdout", text: "hello" });
  expect(await findPushed(ground.gateway.home, executionId)).toMatch(/^[0-9a-f]{40}$/);
  expect(await ground.jobs.listEnds(executionId)).toMatchObject([
    { isBegun: true, exitCode: 0 },
    { isBegun: true, exitCode: 0 },
  ]);
});
