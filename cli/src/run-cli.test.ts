import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runForTest } from "./testing/run-for-test.ts";

const home = mkdtempSync(join(tmpdir(), "catalyst-home-"));
afterAll(() => rmSync(home, { recursive: true }));
const run = (...args: string[]) => runForTest({ args, env: { HOME: home, CATALYST_CPUS: "many" } });

describe("the command line", () => {
  test("says how a prompt of several words is given", async () => {
    const { exitCode, stderr } = await run("run", "Fix", "the", "test", "--agent", "script");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Put the prompt in quotes: catalyst run "Fix the test"');
  });

  test("says how a prompt is given that begins with a dash", async () => {
    const { exitCode, stderr } = await run("run", "-l please");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('A prompt that begins with "-": catalyst run -- "-l please"');
    expect((await run("run", "--nope")).stderr).not.toContain("A prompt");
  });

  test.each([
    [],
    ["run"],
    ["demo"],
    ["tasks"],
    ["tasks", "list"],
    ["tasks", "show"],
    ["tasks", "logs"],
    ["tasks", "cancel"],
    ["tasks", "retry"],
    ["credentials"],
    ["credentials", "add"],
    ["credentials", "list"],
    ["credentials", "remove"],
    ["credentials", "rotate"],
    ["agents"],
    ["agents", "list"],
    ["agents", "install"],
    ["agents", "check"],
    ["doctor"],
    ["up"],
  ])("catalyst %s %s --help gives examples, whatever is set", async (...words) => {
    const { exitCode, stdout } = await run(...words.filter((word) => word !== undefined), "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:\n  $ ");
  });

  test("--help names every setting of a machine that the guide has; how long things are kept as one", async () => {
    const guide = readFileSync(new URL("../../docs/guide/commands.md", import.meta.url), "utf8");
    const [ofMachines = "", ofClusters] = guide.split("\n[On a cluster](kubernetes.md)");
    expect(ofClusters).toBeDefined();
    const settings = [...ofMachines.matchAll(/^\| `(CATALYST_\w+|DATABASE_URL)`/gm)].map(([, name = ""]) => name);
    const { stdout } = await run("--help");
    expect(settings.length).toBeGreaterThan(8);
    expect(settings.filter((name) => !stdout.includes(name))).toEqual([]);
    expect(stdout).toContain("CATALYST_KEEP_..._DAYS");
  });

  test("--version tells the version on stdout", async () => {
    expect(await run("--version")).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test.each([
    ["credentials", "add", "anthropic", "sk-ant-0123456789"],
    ["secrets", "add", "NPM_TOKEN", "sk-ant-0123456789"],
    ["secrets", "add", "NPM_TOKEN=sk-ant-0123456789"],
  ])("%s %s with its value as an argument doesn't repeat it, and says how it is given", async (...args) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain("0123456789");
    expect(stderr).toContain("< FILE");
  });

  test("a mistyped command is answered with the one that was meant", async () => {
    expect(await run("taks")).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("Did you mean tasks?"),
    });
  });

  test("a mistyped option is answered with the one that was meant", async () => {
    expect(await run("run", "x", "--agnt", "y")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Did you mean --agent?"),
    });
  });

  test("wrong settings are named with exit code 3", async () => {
    expect(await run("tasks", "list")).toMatchObject({
      exitCode: 3,
      stdout: "",
      stderr: expect.stringContaining("CATALYST_CPUS must be a positive number"),
    });
  });

  test("a run without anything asked is refused before settings are read", async () => {
    expect(await run("run")).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("nothing was asked for") });
  });
});
