import { expect, test } from "vitest";
import { forThisMachine } from "./for-this-machine.ts";

test.each([
  ["x64", "one"],
  ["arm64", "other"],
])("a machine with %s gets its build", (processor, build) => {
  expect(forThisMachine({ x64: "one", arm64: "other" }, processor)).toBe(build);
});
