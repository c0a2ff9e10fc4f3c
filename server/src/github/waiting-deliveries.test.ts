import { expect, test } from "vitest";
import { createWaitingDeliveries } from "./waiting-deliveries.ts";

test("no more is taken than may wait, and again once there is room", async () => {
  let [seconds, measured] = [0, 0];
  let waiting = { count: 1, bytes: 100 };
  const deliveries = {
    async measureWaiting() {
      measured += 1;
      return waiting;
    },
  };
  const now = () => new Date(seconds * 1000);
  const { hasPlace } = createWaitingDeliveries(deliveries, { now, max: { count: 3, bytes: 1000 } });
  const ask = async (...bytes: number[]) => Promise.all(bytes.map(hasPlace));
  expect(await ask(901, 900, 1)).toEqual([false, true, false]);
  seconds = 1;
  expect(await ask(1, 1, 1)).toEqual([true, true, false]);
  expect(measured).toBe(2);
  waiting = { count: 0, bytes: 0 };
  expect(await ask(1)).toEqual([false]);
  seconds = 2;
  expect(await ask(1)).toEqual([true]);
});

test("how much waits is asked again after a failure", async () => {
  let isAway = true;
  const measureWaiting = async () => {
    if (isAway) {
      throw new Error("away");
    }
    return { count: 0, bytes: 0 };
  };
  const { hasPlace } = createWaitingDeliveries({ measureWaiting }, { now: () => new Date() });
  await expect(hasPlace(1)).rejects.toThrow("away");
  isAway = false;
  expect(await hasPlace(1)).toBe(true);
});
