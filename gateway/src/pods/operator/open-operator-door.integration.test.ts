import { OPERATOR_AUDIENCE, PodNews } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PodGround, startPodGround, type TestIdentity } from "../../testing/play-pod.ts";

const OPERATOR = { audience: OPERATOR_AUDIENCE, subject: "system:serviceaccount:catalyst-system:catalyst-operator" };

let ground: PodGround;
beforeEach(async () => {
  ground = await startPodGround();
});
afterEach(() => ground.stop());

const ask = async (identity: TestIdentity = OPERATOR) => {
  const token = await ground.sign("operator", identity);
  return await ground.send({ port: "operator", path: "/pods", token });
};
const news = async () => PodNews.parse(JSON.parse((await ask()).text));

test("the operator is told when a pod was heard last, and that one isn't isolated any more", async () => {
  const pod = await ground.prepare("agent");
  expect(await news()).toMatchObject({ heardSecondsAgo: {}, trips: {} });
  await ground.bind(pod);
  const { token } = JSON.parse((await ground.askForJob(pod, "agent")).text);
  const { heardSecondsAgo, upSeconds } = await news();
  expect(heardSecondsAgo[pod.podUid]).toBeLessThanOrEqual(upSeconds);
  await ground.send({ method: "POST", path: "/isolation", token, body: { failures: ["10.96.0.1:443"] } });
  expect((await news()).trips).toEqual({ [pod.podUid]: "From inside was reached: 10.96.0.1:443" });
});

test("a runner that asks for nothing but whether it is to stop is heard", async () => {
  const pod = await ground.prepare("agent");
  await ground.bind(pod);
  const { token } = JSON.parse((await ground.askForJob(pod, "agent")).text);
  await expect.poll(async () => (await news()).heardSecondsAgo[pod.podUid]).toBeGreaterThan(0.2);
  await ground.send({ path: "/stop", token });
  expect((await news()).heardSecondsAgo[pod.podUid]).toBeLessThan(0.2);
});

test.each<[string, TestIdentity]>([
  ["an environment's pod", {}],
  ["an environment's account", { audience: OPERATOR_AUDIENCE }],
  [
    "an account of the operator's name in another namespace",
    { ...OPERATOR, subject: "system:serviceaccount:catalyst-env-p:catalyst-operator" },
  ],
  ["the operator by a token that is for others, too", { ...OPERATOR, audience: [OPERATOR_AUDIENCE, "vault"] }],
  ["another cluster's operator", { ...OPERATOR, issuer: "https://other.example" }],
])("%s isn't told anything", async (_who, identity) => {
  expect((await ask(identity)).httpStatus).toBe(401);
});

test("who shows nothing is told nothing, and neither is anybody at the door for pods", async () => {
  expect((await ground.send({ port: "operator", path: "/pods" })).httpStatus).toBe(401);
  const token = await ground.sign("operator", OPERATOR);
  expect((await ground.send({ path: "/pods", token })).httpStatus).toBe(401);
  expect((await ground.send({ port: "operator", path: "/job", token })).httpStatus).toBe(404);
});

test("who asks without end is told to wait", async () => {
  const answers = await Promise.all(Array.from({ length: 80 }, () => ask({ ...OPERATOR, podUid: "x" })));
  expect(answers.some(({ httpStatus }) => httpStatus === 429)).toBe(true);
});
