import { existsSync } from "node:fs";
import { createObject } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { findFreePort } from "../../../find-free-port.ts";
import { WRITING } from "../operate-on-node.ts";
import { tried } from "./tried.ts";

/** What a node can't start, what it ends in the middle, and an API server that is away. */

const RUNTIME_CLASSES = { group: "node.k8s.io", version: "v1", plural: "runtimeclasses" };
const { statusOf, endOf, waitFor, toldBy } = tried;

test("a container that can't be started in three pods is refused as its image, in the runtime's words", async () => {
  // Less than the runtime itself needs in there before it begins.
  const name = await tried.environments.make("unstartable", { resources: { limits: { memory: "1Mi" } } });
  const status = await endOf(name);
  expect(status, JSON.stringify(status)).toMatchObject({
    ...{ phase: "Refused", exit: { reason: "image" }, pod: { attempt: 3 } },
    message: expect.stringMatching(/^The container agent of \S+tools\S* can't be started: .*runc create failed/),
  });
  expect(tried.gateway.told).toEqual([]);
});

test("a node that can't begin with pods at all says why, and isn't waited for in silence", async () => {
  await tried.stopOperator();
  await createObject(tried.environments.admin, {
    place: { resource: RUNTIME_CLASSES, namespace: null, name: null },
    object: { metadata: { name: "absent" }, handler: "absent" },
    writing: WRITING,
  });
  tried.startOperator({ classChanges: { runtimeClassName: "absent" } });
  const name = await tried.environments.make("sandbox");
  expect(await waitFor(name, "VolumeFailed")).toMatch(/^The node can't start pods: .*no runtime for "absent"/);
  await tried.remove(name);
});

test("a gateway that three pods can't reach is told as that, and nothing of the project has begun", async () => {
  await tried.stopOperator();
  tried.startOperator({ port: await findFreePort() });
  const name = await tried.environments.make("unreachable");
  expect(await endOf(name)).toMatchObject({
    ...{ phase: "Refused", exit: { reason: "gateway" }, pod: { attempt: 3 } },
    message: "The environment can't reach the gateway",
  });
  expect(tried.gateway.told).toEqual([]);
});

test("where the kernel ends one process that needed too much memory, what goes on without it has not failed", async () => {
  tried.gateway.scripts.agent = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["-e", "const kept = []; for (;;) kept.push(Buffer.alloc(16_000_000, 1));"]);
    await tell(await new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal))));`;
  const name = await tried.environments.make("process");
  const status = await endOf(name);
  // Of the second kind of control groups a kubelet has the kernel end all of a container.
  const isWhole = existsSync("/sys/fs/cgroup/cgroup.controllers");
  expect(toldBy("agent")).toEqual(isWhole ? [] : ["SIGKILL"]);
  expect(status, JSON.stringify(status)).toMatchObject(
    isWhole ? { phase: "Failed", exit: { reason: "out_of_memory" } } : { phase: "Succeeded", exit: { code: 0 } },
  );
});

test("an API server that is away for a while ends nothing, and how it went meanwhile is told afterwards", async () => {
  tried.gateway.scripts.agent = `
    await tell("begun");
    await new Promise((resolve) => setTimeout(resolve, 8000));
    await tell("done");`;
  const name = await tried.environments.make("away");
  await expect.poll(() => toldBy("agent")).toEqual(["begun"]);
  const uid = (await statusOf(name))?.pod?.uid;
  await tried.node.killApiServer();
  await expect.poll(() => toldBy("agent")).toEqual(["begun", "done"]);
  await tried.node.startApiServer();
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded", exit: { code: 0 }, pod: { attempt: 1, uid } });
  expect(await endOf(await tried.environments.make("afterwards"))).toMatchObject({ phase: "Succeeded" });
});
