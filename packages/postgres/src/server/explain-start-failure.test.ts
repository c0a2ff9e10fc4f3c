import { CatalystError } from "@catalyst/core";
import { execa } from "execa";
import { expect, test } from "vitest";
import { explainStartFailure } from "./explain-start-failure.ts";
import type { ServerLocation } from "./locate-server.ts";

const location: ServerLocation = {
  binFolder: "/nowhere/bin",
  dataFolder: "/nowhere/data",
  socketFolder: "/nowhere/run",
  logFile: "/nowhere/server.log",
  startLock: "/nowhere/start.lock",
};

async function failing(command: string, ...args: string[]): Promise<unknown> {
  const path = command === "bwrap" ? "/nowhere" : "/usr/bin:/bin";
  return execa(command, args, { env: { PATH: path }, extendEnv: false, all: true }).catch((error: unknown) => error);
}

test("a missing bubblewrap is named with the command that installs it", async () => {
  for (const error of [await failing("bwrap"), new Error("spawn bwrap ENOENT")]) {
    expect(await explainStartFailure(error, location)).toMatchObject({
      code: "prerequisite_missing",
      message: expect.stringContaining("apt-get install bubblewrap"),
    });
  }
});

test.each([
  ["bwrap: No permissions to create a new namespace", "run as an ordinary user"],
  ["initdb: error: could not write: No space left on device", "The disk is full"],
  ["initdb: error: could not create directory: Permission denied", "set CATALYST_HOME"],
  ["something else", "set DATABASE_URL"],
])("%j is shown together with the way out", async (said, wayOut) => {
  const error = await failing("sh", "-c", `echo '${said}' >&2; exit 1`);
  const explained = await explainStartFailure(error, location);
  expect(explained).toMatchObject({ code: "unavailable", message: expect.stringContaining(said) });
  expect(explained.message).toContain(wayOut);
});

test("an error that says all already stays as it is", async () => {
  const error = new CatalystError("forbidden", "it is another user's");
  expect(await explainStartFailure(error, location)).toBe(error);
});
