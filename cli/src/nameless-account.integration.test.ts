import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const isRoot = process.getuid?.() === 0;
const MAIN = join(import.meta.dirname, "main.ts");

test.runIf(isRoot)(
  "an account without a name and a folder, as in a container, is asked for CATALYST_HOME",
  async () => {
    const args = ["--reuid=4321001", "--regid=4321001", "--clear-groups", process.execPath, MAIN, "tasks", "list"];
    const refused = promisify(execFile)("setpriv", args, { env: { PATH: "/usr/bin:/bin" }, cwd: "/" });
    await expect(refused).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining("Set CATALYST_HOME to a folder"),
    });
  },
);
