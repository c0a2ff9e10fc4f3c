import { expect, test } from "vitest";
import { doBeside } from "./do-beside.ts";

test("what is done beside each other answers in its order", async () => {
  const later = Promise.withResolvers<number>();
  const done = doBeside(later.promise, Promise.resolve("b"));
  later.resolve(1);
  expect(await done).toEqual([1, "b"]);
});

test("a failure is thrown when nothing goes on any more", async () => {
  const other = Promise.withResolvers<void>();
  let isThrown = false;
  const done = doBeside(other.promise, Promise.reject(new Error("refused"))).catch((error: Error) => {
    isThrown = true;
    return error.message;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isThrown).toBe(false);
  other.resolve();
  expect(await done).toBe("refused");
});
