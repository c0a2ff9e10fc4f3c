import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
/** All of a package, and what takes Node longer to load than to start. */
const LARGE = /\/packages\/(core|machine|git|sandbox)\/src\/index\.ts$|\/node_modules\/(zod|execa)\//;

/** Prints what is loaded for a module, a line each. */
const LISTING = `
  const { registerHooks } = await import("node:module");
  registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });
  await import(process.argv[1]);`;

test.each([
  "packages/sandbox/src/keeper/keep-environment.ts",
  "packages/git/src/quarantine/door/check-push.ts",
  "packages/git/src/import/answer-order.ts",
])("what is started anew for each execution loads nothing large: %s", (path) => {
  const args = ["--input-type=module", "-e", LISTING, join(ROOT, path)];
  const loaded = execFileSync(process.execPath, args, { env: {}, encoding: "utf8" }).split("\n");
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((url) => LARGE.test(url))).toEqual([]);
});
