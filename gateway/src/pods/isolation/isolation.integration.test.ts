import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { REVERSE_CANARY_PORT } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PodGround, startPodGround } from "../../testing/play-pod.ts";

const NONCE = "n".repeat(22);

let ground: PodGround;
let listening: Server | null;
beforeEach(async () => {
  listening = null;
  ground = await startPodGround();
});
afterEach(async () => {
  listening?.close();
  await ground.stop();
});

/** Reaches the canary from this address. */
async function touch(localAddress: string): Promise<void> {
  const port = ground.gateway.gateway.podPorts?.canary ?? 0;
  const socket = connect({ host: "127.0.0.1", port, localAddress }).on("error", () => undefined);
  await once(socket, "close");
}

const probe = async (from: string, more = "") =>
  JSON.parse((await ground.send({ path: `/probe?nonce=${NONCE}${more}`, from })).text);

test("who asks is told where it is seen, and of the canary that somebody else reached", async () => {
  expect(await probe("127.0.0.2")).toEqual({
    ...{ nonce: NONCE, address: "127.0.0.2", isReachable: false, canaryKnockedSecondsAgo: null },
  });
  await touch("127.0.0.3");
  await expect
    .poll(async () => (await probe("127.0.0.2", "&back=no")).canaryKnockedSecondsAgo)
    .toEqual(expect.any(Number));
});

test("a pod that reaches the canary itself is no proof that others can", async () => {
  await probe("127.0.0.2");
  await touch("127.0.0.2");
  expect((await probe("127.0.0.2")).canaryKnockedSecondsAgo).toBeNull();
});

test("a pod that can be reached is told so", async () => {
  listening = createServer((socket) => socket.destroy()).listen(REVERSE_CANARY_PORT, "127.0.0.8");
  await once(listening, "listening");
  expect((await probe("127.0.0.8")).isReachable).toBe(true);
  expect((await probe("127.0.0.9")).isReachable).toBe(false);
});

test("an environment that reaches the canary has lost its isolation: its grants end", async () => {
  const pod = await ground.prepare("agent");
  await ground.bind(pod);
  const { token } = JSON.parse((await ground.askForJob(pod, "agent")).text);
  expect((await ground.send({ path: "/stop", token })).httpStatus).toBe(200);
  await touch("127.0.0.1");
  await expect
    .poll(() => ground.jobs.findTrip(pod.executionId))
    .toMatch(/^It reached the gateway's canary at 127\.0\.0\.1:\d+$/);
  await expect.poll(async () => (await ground.send({ path: "/stop", token })).httpStatus).toBe(401);
});

test.each(["/probe", "/probe?nonce=x", `/probe?nonce=${"n".repeat(100)}`])("%s is no question", async (path) => {
  expect((await ground.send({ path })).httpStatus).toBe(400);
});
