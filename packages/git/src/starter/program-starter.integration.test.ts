import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { identifyProcess } from "@catalyst/machine";
import { expect, test, vi } from "vitest";
import { type Execution, execute } from "./execute.ts";
import { createProgramStarter } from "./program-starter.ts";

const shell = (script: string, given: Partial<Execution> = {}): Execution => ({
  ...{ program: "/bin/sh", args: ["-c", script], env: { A: "1" }, cwd: "/usr" },
  ...{ timeoutMilliseconds: 60_000, maxOutputBytes: 1_000_000, yields: true },
  ...given,
});
const isGone = (pid: number) => expect(identifyProcess(pid)).toBeNull();

test.each([
  { what: "an answer, from what it was given", execution: shell('echo "$A $PWD"; cat', { input: "given" }) },
  { what: "bytes as they are", execution: shell("cat", { input: Buffer.from([0, 255, 254, 10]) }) },
  { what: "its failure, with its words", execution: shell("echo no >&2; exit 3") },
  { what: "a program that isn't there", execution: shell("", { program: "/nonexistent/git" }) },
  { what: "more output than it may have", execution: shell("yes", { maxOutputBytes: 1000 }) },
  { what: "more time than it may have", execution: shell("sleep 600", { timeoutMilliseconds: 20 }) },
  { what: "its end by a signal", execution: shell("kill -9 $$") },
])("a program that is started apart comes to the same: $what", async ({ execution }) => {
  expect(await createProgramStarter()(execution)).toEqual(await execute(execution));
});

test("one process starts all of them, several at once", async () => {
  const start = createProgramStarter();
  const said = await Promise.all([1, 2, 3].map(() => start(shell("echo $PPID"))));
  expect(new Set(said.map(({ stdout }) => `${stdout}`)).size).toBe(1);
  expect(Number(said[0]?.stdout)).not.toBe(process.pid);
});

test("what is running fails when that process is killed, and what comes later has another one", async () => {
  const start = createProgramStarter();
  const first = Number((await start(shell("echo $PPID"))).stdout);
  const running = start(shell('kill -9 "$PPID"; exec sleep 1'));
  expect((await running).error?.code).toBe("ECONNRESET");
  expect(Number((await start(shell("echo $PPID"))).stdout)).not.toBe(first);
});

test("it keeps our process from no end, and ends with it", async () => {
  const script = `
    import { createProgramStarter } from "./program-starter.ts";
    const { stdout } = await createProgramStarter()(${JSON.stringify(shell("echo $PPID"))});
    process.stdout.write(stdout);`;
  const args = ["--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, env: {} });
  await vi.waitFor(() => isGone(Number(stdout)), { timeout: 60_000 });
});
