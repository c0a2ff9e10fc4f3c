import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SETTINGS_EXIT_CODE } from "@catalyst/core";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** All of a package, and what takes Node longer to load than to start. */
const LARGE = /\/packages\/(core|machine|git|sandbox)\/src\/index\.ts$|\/node_modules\/(zod|execa)\//;

/** Prints what is loaded for a module, a line each, whatever the module itself prints. */
const LISTING = `
  const { registerHooks } = await import("node:module");
  const { writeSync } = await import("node:fs");
  registerHooks({ load: (url, context, next) => { writeSync(3, url + "\\n"); return next(url, context); } });
  await import(process.argv[1]);`;

function listLoaded(path: string, args: string[] = [], ended = 0): string[] {
  const { output, status } = spawnSync(process.execPath, ["--input-type=module", "-e", LISTING, path, ...args], {
    env: {},
    encoding: "utf8",
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  expect(status).toBe(ended);
  return output[3]?.split("\n") ?? [];
}

test.each([
  "packages/sandbox/src/keeper/keep-environment.ts",
  "packages/git/src/quarantine/door/check-push.ts",
  "packages/git/src/import/answer-order.ts",
])("what is started anew for each execution loads nothing large: %s", (path) => {
  const loaded = listLoaded(join(ROOT, path));
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((url) => LARGE.test(url))).toEqual([]);
});

test("a command loads itself alone: no other one, nothing large, and none at all for --version", () => {
  const load = (...args: string[]) => listLoaded(join(ROOT, "cli/src/main.ts"), args);
  const commands = (urls: string[]) =>
    urls.filter((url) => /cli\/src\/commands\/\w+\/\w+\.ts$/.test(url)).map((url) => basename(url));
  expect(load("--version").filter((url) => LARGE.test(url))).toEqual([]);
  expect(commands(load("--version"))).toEqual([]);
  expect(commands(load("tasks", "--help"))).toEqual(["tasks.ts"]);
  expect(load("--help").filter((url) => LARGE.test(url))).toEqual([]);
});

/** What only the server and the worker need. */
const OF_SERVICES =
  /\/packages\/(postgres|git|sandbox|settings-files|agents)\/|\/node_modules\/(drizzle-orm|pg|@secretlint)\//;

test.each([
  "credentials/add-credential.ts",
  "credentials/list-credentials.ts",
  "credentials/remove-credential.ts",
  "credentials/rotate-key.ts",
  "credentials/test-credential.ts",
  "secrets/add-secret.ts",
  "secrets/list-secrets.ts",
  "secrets/remove-secret.ts",
  "settings/change-settings.ts",
  "settings/change-default-branch.ts",
  "agents/list-agents.ts",
  "agents/install-for-user.ts",
  "agents/check-agents.ts",
  "agents/validate-agents.ts",
  "clean/clean.ts",
])("a command that only asks the server loads neither what the server needs nor anything large: %s", (path) => {
  const loaded = listLoaded(join(ROOT, "cli/src", path));
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.filter((url) => LARGE.test(url) || OF_SERVICES.test(url))).toEqual([]);
});

test.each([
  "config.ts",
  "run/run-from-options.ts",
  "run/follow/see-through.ts",
  "doctor/machine/check-git.ts",
  "doctor/machine/check-isolation-here.ts",
  "doctor/check-services.ts",
  "doctor/machine/check-storage.ts",
  "up/run-up.ts",
])("what a command needs of a package is loaded without the whole of it: %s", (path) => {
  const whole = /\/packages\/\w+\/src\/index\.ts$|\/node_modules\/(execa|yaml|drizzle-orm|pg)\//;
  expect(listLoaded(join(ROOT, "cli/src", path)).filter((url) => whole.test(url))).toEqual([]);
});

test("what only an installation needs isn't loaded by a worker that installs nothing", () => {
  const loaded = listLoaded(join(ROOT, "packages/sandbox/src/index.ts"));
  expect(loaded.filter((url) => url.includes("/node_modules/execa/"))).toEqual([]);
});

test.each(["run/run-from-options.ts", "home/read-asking-settings.ts", "run/follow/see-through.ts"])(
  "a run is asked for, and told as JSON, without schemas: %s",
  (path) => {
    const loaded = listLoaded(join(ROOT, "cli/src", path));
    expect(loaded.filter((url) => LARGE.test(url))).toEqual([]);
  },
);

test("the runner's one file, which each stage starts with, holds of its libraries what is used", () => {
  const folder = mkdtempSync(join(tmpdir(), "catalyst-runner-"));
  try {
    const out = join(folder, "runner.mjs");
    expect(spawnSync(process.execPath, [join(ROOT, "runner/build.ts"), "--out", out], { env: {} }).status).toBe(0);
    const code = readFileSync(out, "utf8");
    expect(code).not.toMatch(/^import .* from "node:(?:crypto|http|zlib)";$/m);
    const languages = code.match(/^\/\/ node_modules\/zod\/v4\/locales\/\w+\.js$/gm);
    expect(languages).toEqual(["// node_modules/zod/v4/locales/en.js"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(["server", "worker", "gateway"])(
  "what sends traces or tells metrics isn't loaded by a %s that wasn't told where to",
  (name) => {
    const loaded = listLoaded(join(ROOT, name, "src/traces/open-traces.ts"));
    const begun = listLoaded(join(ROOT, name, "src/main.ts"), [], SETTINGS_EXIT_CODE);
    expect(begun.length).toBeGreaterThan(50);
    const lazy = /\/node_modules\/(@opentelemetry|prom-client)\//;
    expect([...loaded, ...begun].filter((url) => lazy.test(url))).toEqual([]);
  },
);

test("what each service loads of the database holds nothing that only making one takes", () => {
  const loaded = listLoaded(join(ROOT, "packages/postgres/src/index.ts"));
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((url) => /\/node_modules\/execa\//.test(url))).toEqual([]);
});
