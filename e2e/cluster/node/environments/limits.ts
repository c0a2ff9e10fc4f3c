import { mergeObject, readOne } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { z } from "zod";
import { PODS, WRITING } from "../operate-on-node.ts";
import { tried } from "./tried.ts";

/** What an agent may use up. */

const Pod = z.object({
  spec: z.object({ activeDeadlineSeconds: z.number() }),
  status: z.object({ reason: z.string().optional() }),
});

const { endOf, toldBy } = tried;

test("a deadline is kept by the node, with no operator there", async () => {
  tried.gateway.scripts.agent = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';
  const spec = { agent: { type: "script", timeout: "60s" }, startTimeout: "30s" };
  const name = await tried.environments.make("deadline", spec);
  await expect.poll(() => toldBy("agent")).toEqual(["begun"]);
  const place = { resource: PODS, namespace: "catalyst-env-deadline", name };
  const pod = async () => Pod.parse(await readOne(tried.environments.admin, place));
  // What it took to start was allowed for until it had.
  await expect.poll(async () => (await pod()).spec.activeDeadlineSeconds).toBeLessThan(90);
  expect((await pod()).spec.activeDeadlineSeconds).toBeGreaterThanOrEqual(60);
  await tried.stopOperator();
  // None may be as short to begin with, and nobody needs to wait for a minute.
  const change = { spec: { activeDeadlineSeconds: 5 } };
  await mergeObject(tried.environments.admin, { place, change, writing: WRITING });
  await expect.poll(async () => (await pod()).status.reason).toBe("DeadlineExceeded");
  tried.startOperator();
  expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "timeout" } });
});

test("more memory than it may use ends it, and that is told", async () => {
  tried.gateway.scripts.agent = "const kept = []; for (;;) kept.push(Buffer.alloc(16_000_000, 1));";
  const name = await tried.environments.make("memory");
  expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "out_of_memory" } });
});

test("more of the disk than it may use ends it, and that is told", async () => {
  tried.gateway.scripts.agent = `
    require("node:fs").writeFileSync("/workspace/large", Buffer.alloc(100_000_000));
    await tell("written");
    await new Promise((resolve) => setTimeout(resolve, 600_000));`;
  const name = await tried.environments.make("disk");
  expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "disk_full" } });
  expect(toldBy("agent")).toEqual(["written"]);
});

test("more processes than it may have can't be made", async () => {
  tried.gateway.scripts.agent = `
    const { spawn } = require("node:child_process");
    let refused = 0;
    for (let count = 0; count < 400; count++) {
      await new Promise((resolve) => {
        const child = spawn("/bin/sleep", ["60"], { stdio: "ignore" });
        child.once("spawn", resolve).once("error", () => resolve(refused++));
      });
    }
    await tell(refused > 0 && refused < 400);`;
  const name = await tried.environments.make("processes");
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
  expect(toldBy("agent")).toEqual([true]);
});
