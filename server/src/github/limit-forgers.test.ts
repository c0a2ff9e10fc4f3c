import { expect, test } from "vitest";
import { limitForgers } from "./limit-forgers.ts";

async function forge(limit: ReturnType<typeof limitForgers>, client: string) {
  for (let count = 0; count < 120; count++) {
    expect(await limit.secondsShutOut(client)).toBeNull();
    await limit.noteForged(client);
  }
}

test("who sends nothing but forgeries is shut out for the rest of the minute, and others aren't", async () => {
  const limit = limitForgers();
  await forge(limit, "192.0.2.1");
  const seconds = await limit.secondsShutOut("192.0.2.1");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await limit.secondsShutOut("192.0.2.2")).toBeNull();
});

test("GitHub behind the same address as a forger is heard", async () => {
  const limit = limitForgers();
  await limit.noteSigned("192.0.2.1");
  await forge(limit, "192.0.2.1");
  await limit.noteForged("192.0.2.1");
  expect(await limit.secondsShutOut("192.0.2.1")).toBeNull();
});
