import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whileLeased } from "./while-leased.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what takes long stays one's own, and no longer than it takes", async () => {
  const renewed: string[] = [];
  const leases = {
    async renew(item: string) {
      renewed.push(item);
      return true;
    },
  };
  const release = Promise.withResolvers<string>();
  const done = whileLeased(leases, "item", () => release.promise);
  await vi.advanceTimersByTimeAsync(35_000);
  expect(renewed).toEqual(["item", "item", "item"]);
  release.resolve("made");
  expect(await done).toBe("made");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renewed).toHaveLength(3);
});

test("a database that is away ends nothing, and what fails is told", async () => {
  const leases = { renew: () => Promise.reject(new Error("away")) };
  const release = Promise.withResolvers<never>();
  const done = whileLeased(leases, "item", () => release.promise);
  await vi.advanceTimersByTimeAsync(15_000);
  release.reject(new Error("refused"));
  await expect(done).rejects.toThrow("refused");
});
