import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { runScript } from "../product/run-script.ts";
import { tried } from "../product/tried.ts";
import { ground, openGround } from "./open-ground.ts";
import { PUBLISHING } from "./publish.ts";
import { TAKING } from "./take.ts";

/**
 * The agent of `e2e/malicious`, in a pod. Of its cases these don't apply: that the runner can't be found, stopped or read, and nothing said
 * in its name, as in a pod the container is the box (ADR 410); a token over another socket, as pods have none: that one of another pod counts
 * for nothing is tried in `gateway/src/pods`. What policies and the kubelet keep is in `environments/`, with what stands in; what
 * can be used up in `exhaustion.ts`.
 */

describe("the malicious agent", () => {
  beforeAll(openGround);

  describe.each([
    ["what is to be taken", TAKING],
    ["what is to be published", PUBLISHING],
  ])("%s", (_what, attacks) => {
    test.each(attacks)("$what", async ({ script, files = {}, holds }) => {
      const around = ground();
      await holds(await runScript(tried.product, script(around), { files }), around);
    });
  });

  test("what outlives the agent ends with its pod", async () => {
    // No other test on this machine sleeps as long.
    const sleep = `sleep ${100_000 + process.pid}`;
    const script = `(nohup sh -c 'trap "" TERM; exec ${sleep}' >/dev/null 2>&1 &); exit 0`;
    const { task, output } = await runScript(tried.product, script);
    expect(task, output).toMatchObject({ status: "completed" });
    const running = async () => (await execa("ps", ["-eo", "args"])).stdout;
    await expect.poll(running).not.toContain(sleep);
  });
});
