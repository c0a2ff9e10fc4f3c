import { expect, test } from "vitest";
import { createOneByOne } from "./one-by-one.ts";

test("each piece of work begins when the one before it has ended, well or not", async () => {
  const oneByOne = createOneByOne();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${name} ends`);
    return name;
  };
  const fail = oneByOne(async () => {
    await work("a")();
    throw new Error("a failed");
  });
  const rest = [oneByOne(work("b")), oneByOne(work("c"))];
  await expect(fail).rejects.toThrow("a failed");
  expect(await Promise.all(rest)).toEqual(["b", "c"]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
