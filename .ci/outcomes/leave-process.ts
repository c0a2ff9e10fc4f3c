import { afterAll, expect } from "vitest";

/** What of the process the next file would find. */
function lookAtProcess() {
  return { variables: { ...process.env }, folder: process.cwd(), umask: process.umask() };
}

/**
 * Files share processes: one that leaves the process otherwise than it was fails here, instead of another one later (vitest's `setupFiles`,
 * which are run for each file).
 */
const before = lookAtProcess();
const { env } = process;
// The first that was said is the last that is done.
afterAll(() => {
  expect(process.env, "process.env is what it was, and no copy").toBe(env);
  expect(lookAtProcess(), "the process is left as it was").toEqual(before);
});
