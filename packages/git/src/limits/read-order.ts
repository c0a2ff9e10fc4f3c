import { createInterface } from "node:readline";

/**
 * The line that `runApart` gives a program. Ends the program, with all that it has started, when the process that wanted it
 * is gone: nobody would take its answer, and another one may be doing the same again.
 */
export function readOrder(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  return new Promise((resolve) => {
    lines.once("line", resolve);
    lines.once("close", () => process.kill(-process.pid, "SIGKILL"));
  });
}
