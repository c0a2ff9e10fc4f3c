import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readState } from "./environment-state.ts";
import { makeTestHome, requestFor } from "./testing/test-home.ts";

const FOREVER = "setInterval(() => {}, 1000);";
const TIMEOUT = 180_000;
const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome() {
  const home = makeTestHome();
  homes.push(home);
  return home;
}

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

test("whoever watches is told when it ends, and at once where it is otherwise already", {
  timeout: TIMEOUT,
}, async () => {
  const { provider, waitForExit } = testHome();
  const request = requestFor("setTimeout(() => process.exit(3), 300);");
  const status = await provider.ensure(request);
  await provider.watch(request.executionId, status, new AbortController().signal);
  expect(await provider.observe(request.executionId)).toMatchObject({ kind: "exited", exitCode: 3 });
  await provider.watch(request.executionId, status, new AbortController().signal);
  await waitForExit(request.executionId);
});

test("whoever watches is told when its keeper is killed, and when it is destroyed", { timeout: TIMEOUT }, async () => {
  const { home, provider } = testHome();
  const request = requestFor(FOREVER);
  const status = await provider.ensure(request);
  const lost = provider.watch(request.executionId, status, new AbortController().signal);
  process.kill(readState(join(home, "environments", request.executionId))?.keeper.pid ?? 0, "SIGKILL");
  await lost;
  const exited = await provider.observe(request.executionId);
  expect(exited).toMatchObject({ kind: "exited", reason: "lost" });
  const gone = provider.watch(request.executionId, exited, new AbortController().signal);
  await provider.destroy(request.executionId);
  await gone;
});

test("whoever watches waits no longer than it wants to", { timeout: TIMEOUT }, async () => {
  const { provider } = testHome();
  const request = requestFor(FOREVER);
  const status = await provider.ensure(request);
  const stop = new AbortController();
  const watching = provider.watch(request.executionId, status, stop.signal);
  stop.abort();
  await watching;
  await provider.watch(request.executionId, status, stop.signal);
  expect((await provider.observe(request.executionId)).kind).toBe("running");
});
