import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADDRESS_KEPT_FACT, ENVIRONMENT_PATHS, type StageJob } from "@catalyst/core";
import { findPushed } from "@catalyst/git";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PodGround, type PreparedPod, startPodGround } from "../../gateway/src/testing/play-pod.ts";
import { GATEWAY_INSIDE, type PlayedPod, playPod } from "./play-container.ts";
import { prepareWork } from "./prepare-work.ts";

const PROBE = "/opt/catalyst/probe.mjs";

let ground: PodGround;
let pod: PlayedPod;
let folder: string;

beforeEach(async () => {
  ground = await startPodGround();
  folder = await mkdtemp(join(tmpdir(), "catalyst-played-pod-"));
  const build = new URL("../../runner/build.ts", import.meta.url).pathname;
  const [runner, probe] = [join(folder, "runner.mjs"), join(folder, "probe.mjs")];
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", build, "--out", runner, "--probe", probe], {
    env: {},
  });
  pod = await playPod(folder, ground.gateway.gateway.podPorts?.door ?? 0);
});
afterEach(async () => {
  pod?.close();
  await ground.stop();
  await rm(folder, { recursive: true, force: true });
});

async function variables(): Promise<Record<string, string>> {
  return {
    PATH: "/usr/bin:/bin",
    CATALYST_GATEWAY: GATEWAY_INSIDE,
    CATALYST_GATEWAY_NAME: "catalyst-gateway",
    CATALYST_GATEWAY_CA: await readFile(join(ground.folder, "catalyst-gateway.pem"), "utf8"),
    CATALYST_CANARY: "10.244.3.7:8444",
    CATALYST_DENIED: "10.96.0.1:443",
  };
}

async function prepare(stages: StageJob["stage"][], prompt: string, verify: string): Promise<PreparedPod> {
  const prepared = await prepareWork(ground, { stages, prompt, verify });
  await ground.bind(prepared);
  return prepared;
}

/** As the kubelet does: the stage's container with its own token. */
async function runStage({ podUid }: PreparedPod, stage: string) {
  const identity = await ground.sign(stage, { podUid, identityId: stage });
  const env = { ...(await variables()), CATALYST_STAGE: stage, HOME: ENVIRONMENT_PATHS.home };
  const hasOwnPlace = stage.startsWith("verify");
  return pod.run({ name: stage, hasOwnPlace, program: ENVIRONMENT_PATHS.runner, env, identity });
}

describe("a pod's runner", () => {
  test("gets its job by who the pod is, works, tells what happens, pushes, and its work is verified elsewhere", async () => {
    const script = "echo second > second.md && git add second.md && git commit -qm Second && echo hello";
    const prepared = await prepare(["agent", "verify", "agent", "verify"], script, "test -f second.md");
    const { executionId } = prepared;
    expect(await runStage(prepared, "agent")).toEqual({ exitCode: 0, output: "" });
    expect(ground.gateway.eventsOf(executionId)).toContainEqual({ type: "log", stream: "stdout", text: "hello" });
    expect(await findPushed(ground.gateway.home, executionId)).toMatch(/^[0-9a-f]{40}$/);
    expect(await runStage(prepared, "verify")).toEqual({ exitCode: 0, output: "" });
    expect(await runStage(prepared, "agent-2")).toEqual({ exitCode: 0, output: "" });
    expect(await runStage(prepared, "verify-2")).toEqual({ exitCode: 0, output: "" });
    const ends = await ground.jobs.listEnds(executionId);
    expect(ends.map(({ isBegun, exitCode }) => [isBegun, exitCode])).toEqual([
      [true, 0],
      [true, 0],
      [false, null],
      [false, null],
    ]);
  });

  test("ends with 0 where its verify refuses, so that the next turn comes, and what it found is known", async () => {
    const prepared = await prepare(["agent", "verify", "agent"], "echo x > x.md", "echo no good; exit 1");
    expect((await runStage(prepared, "agent")).exitCode).toBe(0);
    expect((await runStage(prepared, "verify")).exitCode).toBe(0);
    expect(await ground.jobs.listEnds(prepared.executionId)).toMatchObject([{ exitCode: 0 }, { exitCode: 5 }, {}]);
    expect((await runStage(prepared, "agent-2")).exitCode).toBe(0);
    expect((await ground.jobs.listEnds(prepared.executionId))[2]).toMatchObject({ isBegun: true, exitCode: 0 });
  });

  test("begins nothing a second time", async () => {
    const prepared = await prepare(["agent"], "exit 3", "true");
    expect((await runStage(prepared, "agent")).exitCode).toBe(6);
    const again = await runStage(prepared, "agent");
    expect([again.exitCode, again.output]).toEqual([3, expect.stringContaining("no job to be had")]);
  });

  test("ends all that it started with its agent, also what went into a session of its own", async () => {
    const script = "setsid sleep 300 & (sleep 300 &) ; echo started";
    const prepared = await prepare(["agent"], script, "true");
    expect((await runStage(prepared, "agent")).exitCode).toBe(0);
  });
});

describe("the probe", () => {
  const probe = async (more: Record<string, string> = {}) =>
    pod.run({
      ...{ name: "probe", program: PROBE, args: ["/tmp/verdict"] },
      env: { ...(await variables()), POD_IP: "127.0.0.1", HOST_IP: "10.0.0.1", ...more },
    });
  const knock = () => {
    const port = ground.gateway.gateway.podPorts?.canary ?? 0;
    const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.3" });
    socket.on("error", () => undefined).on("close", () => undefined);
  };

  test("proves a pod whose only peer is the gateway, and writes who its user is", async () => {
    knock();
    const { exitCode, output } = await probe();
    expect([exitCode, JSON.parse(output)]).toEqual([
      0,
      {
        failures: [],
        facts: expect.arrayContaining([ADDRESS_KEPT_FACT, expect.stringContaining("the gateway alone")]),
      },
    ]);
    expect(await readFile(join(folder, "out/passwd"), "utf8")).toContain("agent:x:1000:1000:Agent:/home/agent:");
  });

  test("says who answered that must not", async () => {
    knock();
    // Another name of the only one that can be reached at all.
    const { exitCode, output } = await probe({ CATALYST_DENIED: GATEWAY_INSIDE });
    expect([exitCode, JSON.parse(output).failures]).toEqual([96, [GATEWAY_INSIDE]]);
  });
});
