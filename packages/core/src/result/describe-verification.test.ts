import { expect, test } from "vitest";
import { describeVerification } from "./describe-verification.ts";

const FAILED = { isPassed: false, attempts: 1, exitCode: 1, output: "", commit: null };

test.each([
  ["npm test", "hook (npm test) ran once"],
  ["npm ci\nnpm test\n", "hook (npm ci ...) ran once"],
  ["x".repeat(100), `hook (${"x".repeat(80)} ...) ran once`],
  [undefined, "hook ran once"],
])("of the command %j a person is told: %s", (command, words) => {
  const said = describeVerification({ ...FAILED, ...(command === undefined ? {} : { command }) });
  expect(said).toBe(`The project's verify ${words} and still fails (exit code 1). It printed nothing.`);
});
