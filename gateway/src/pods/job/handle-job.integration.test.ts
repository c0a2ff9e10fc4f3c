import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PodGround, startPodGround, type TestIdentity } from "../../testing/play-pod.ts";

let ground: PodGround;
beforeEach(async () => {
  ground = await startPodGround();
});
afterEach(() => ground.stop());

async function bound(...stages: Parameters<PodGround["prepare"]>) {
  const pod = await ground.prepare(...stages);
  await ground.bind(pod);
  return pod;
}

const tokenOf = ({ text }: { text: string }): string => JSON.parse(text).token;
const askStop = (token: string, from?: string) => ground.send({ path: "/stop", token, ...(from && { from }) });

describe("a pod that shows who it is", () => {
  test("gets its stage's job and tokens, which are worth something from its address alone", async () => {
    const pod = await bound("prepare", "agent");
    const answer = await ground.askForJob(pod, "prepare");
    expect(answer.httpStatus).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      kind: "job",
      job: { executionId: pod.executionId, stage: "prepare" },
    });
    expect((await askStop(tokenOf(answer))).httpStatus).toBe(200);
    expect((await askStop(tokenOf(answer), "127.0.0.2")).httpStatus).toBe(401);
    expect(ground.gateway.eventsOf(pod.executionId)).toMatchObject([
      { type: "blocked", action: "execution token over a connection of the pod at 127.0.0.2" },
    ]);
  });

  test("gets it once: with the identity of the first time as long as no token was used, with another one never", async () => {
    const pod = await bound("agent");
    const first = await ground.askForJob(pod, "agent");
    expect((await ground.askForJob(pod, "agent", { identityId: "other" })).httpStatus).toBe(409);
    const second = await ground.askForJob(pod, "agent");
    expect([second.httpStatus, (await askStop(tokenOf(first))).httpStatus]).toEqual([200, 401]);
    expect((await askStop(tokenOf(second))).httpStatus).toBe(200);
    expect((await ground.askForJob(pod, "agent")).httpStatus).toBe(409);
    expect((await askStop(tokenOf(second))).httpStatus).toBe(200);
  });

  test("waits until it is said whose environment it is, and is told to ask again after a while", async () => {
    const pod = await ground.prepare("agent");
    expect(JSON.parse((await ground.askForJob(pod, "agent")).text)).toEqual({ kind: "wait" });
    const asked = ground.askForJob(pod, "agent");
    await ground.bind(pod);
    expect(JSON.parse((await asked).text)).toMatchObject({ kind: "job" });
  });

  test("is told that a stage isn't needed after one that leaves nothing for it", async () => {
    const pod = await bound("agent", "verify", "agent", "verify");
    for (const [stage, exitCode] of [
      ["agent", 0],
      ["verify", 0],
    ] as const) {
      const token = tokenOf(await ground.askForJob(pod, stage));
      expect((await ground.send({ method: "POST", path: "/stage-end", token, body: { exitCode } })).httpStatus).toBe(
        200,
      );
    }
    expect(JSON.parse((await ground.askForJob(pod, "agent-2")).text)).toEqual({ kind: "not_needed" });
    expect(JSON.parse((await ground.askForJob(pod, "verify-2")).text)).toEqual({ kind: "not_needed" });
    const ends = await ground.jobs.listEnds(pod.executionId);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, null, null]);
  });

  test("has its former stage's tokens dead once the next one's are there", async () => {
    const pod = await bound("prepare", "agent");
    const token = tokenOf(await ground.askForJob(pod, "prepare"));
    await ground.send({ method: "POST", path: "/stage-end", token, body: { exitCode: 0 } });
    expect((await ground.askForJob(pod, "agent")).httpStatus).toBe(200);
    expect((await askStop(token)).httpStatus).toBe(401);
  });

  test("asks not without end", async () => {
    const pod = await bound("agent");
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => ground.askForJob(pod, "agent", { podUid: "x" })),
    );
    expect(answers.some(({ httpStatus }) => httpStatus === 429)).toBe(true);
    expect((await ground.send({ path: "/health", from: "127.0.0.3" })).httpStatus).toBe(200);
  });
});

describe("nothing is handed out", () => {
  test.each<[string, TestIdentity, string?]>([
    ["for another stage's identity", { audience: "catalyst-gateway/prepare" }],
    ["for an identity that others may have seen", { audience: ["catalyst-gateway/agent", "vault"] }],
    ["for one of another cluster", { issuer: "https://other.example" }],
    ["for one of another account", { serviceAccount: "default" }],
  ])("%s", async (_what, identity) => {
    const pod = await bound("agent");
    expect((await ground.askForJob(pod, "agent", identity)).httpStatus).toBe(401);
    expect(ground.gateway.memory.grants.every(({ tokenHash }) => tokenHash === null)).toBe(true);
  });

  test.each<[string, TestIdentity]>([
    ["for one that has expired, whose kubelet has another one", { expiresInSeconds: -60 }],
    ["for one whose key the gateway wasn't told of yet", { keyId: "unknown" }],
  ])("%s, which is no reason to give up", async (_what, identity) => {
    const pod = await bound("agent");
    expect((await ground.askForJob(pod, "agent", identity)).httpStatus).toBe(503);
    expect(ground.gateway.memory.grants.every(({ tokenHash }) => tokenHash === null)).toBe(true);
  });

  test("for a token that another key signed, or that isn't one", async () => {
    const pod = await bound("agent");
    const keyId = JSON.parse(Buffer.from((await ground.sign("agent")).split(".")[0] ?? "", "base64url").toString()).kid;
    await ground.rotateKeys(false);
    expect((await ground.askForJob(pod, "agent", { keyId })).httpStatus).toBe(401);
    for (const identity of ["x", "a.b.c", `${"a".repeat(20_000)}.b.c`, "eyJhbGciOiJub25lIn0.e30."]) {
      const body = { identity, stage: "agent", verdict: { failures: [] } };
      expect((await ground.send({ method: "POST", path: "/job", body })).httpStatus).toBe(401);
    }
  });

  test("to a pod that isn't as it should be, and to one that doesn't say", async () => {
    const pod = await bound("agent");
    const refused = await ground.askForJob(pod, "agent", { failures: ["has capabilities"] });
    expect([refused.httpStatus, refused.text]).toEqual([403, expect.stringContaining("has capabilities")]);
    const body = { identity: await ground.sign("agent", pod), stage: "agent" };
    expect((await ground.send({ method: "POST", path: "/job", body })).httpStatus).toBe(400);
  });

  test("from another address than the pod's", async () => {
    const pod = await ground.prepare("agent");
    await ground.bind(pod, "127.0.0.9");
    expect((await ground.askForJob(pod, "agent")).httpStatus).toBe(403);
  });

  test("over the socket of an environment of this machine", async () => {
    const { token } = await ground.gateway.grant(null);
    const headers = { authorization: `Bearer ${token}` };
    expect((await ground.gateway.send({ method: "POST", path: "/job", headers, body: {} })).httpStatus).toBe(404);
  });
});

test("the token of an environment of this machine is worth nothing where pods are", async () => {
  const grant = await ground.gateway.grant(null);
  expect((await askStop(grant.runnerToken)).httpStatus).toBe(401);
  expect(ground.gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked" }]);
});

test("no pod begins stages of its own", async () => {
  const pod = await ground.prepare("agent");
  const path = `/stages?execution=${pod.executionId}&number=0`;
  expect((await ground.send({ method: "POST", path })).httpStatus).toBe(404);
});

test("what a runner tells of lost isolation ends its execution's grants", async () => {
  const pod = await bound("agent");
  const token = tokenOf(await ground.askForJob(pod, "agent"));
  const told = { method: "POST", path: "/isolation", token, body: { failures: ["10.96.0.1:443"] } };
  expect((await ground.send(told)).httpStatus).toBe(200);
  expect(await ground.jobs.findTrip(pod.executionId)).toBe("From inside was reached: 10.96.0.1:443");
  await expect.poll(async () => (await askStop(token)).httpStatus).toBe(401);
});
