import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "launch.sh");

/** What a launcher without groups, account or mounts becomes, by what it is told. */
function launch(input: string) {
  const { status, stdout } = spawnSync("/bin/sh", [SCRIPT, "", "", "", "/bin/cat"], { input, encoding: "utf8" });
  return { status, stdout };
}

test("a launcher waits for an empty line, and what follows it is for what it becomes", () => {
  expect(launch('\n{"job":1}\nmore')).toEqual({ status: 0, stdout: '{"job":1}\nmore' });
});

test("a launcher whose keeper is gone before becomes nothing", () => {
  expect(launch("")).toEqual({ status: 1, stdout: "" });
});
