/**
 * `./catalyst test [check|unit|integration|e2e ...] [path ...]`: runs the checks and the tests, all of them by default,
 * and prints last `N passed, N failed, N skipped` over everything that ran. Exit code 1 when anything failed.
 */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STAGES = ["check", "unit", "integration", "e2e"] as const;
const CHECKS: [string, string[]][] = [
  ["format and lint", ["biome", "check", "--error-on-warnings"]],
  ["types", ["tsc", "--project", "tsconfig.json"]],
  [
    "imports",
    [
      "depcruise",
      "--config",
      ".dependency-cruiser.mjs",
      "packages",
      "cli",
      "worker",
      "gateway",
      "runner",
      "e2e",
      "bench",
    ],
  ],
  ["unused code", ["knip"]],
];
/** What npm needs to reach its registry, for tests that install agents. Nothing else of the caller's environment goes in. */
const INSTALL_NAMES = /^(npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;

const home = mkdtempSync(join(tmpdir(), "catalyst-test-home-"));
const stages = process.argv.slice(2).filter((word) => (STAGES as readonly string[]).includes(word));
const filters = process.argv.slice(2).filter((word) => !stages.includes(word));
const sums = STAGES.filter((stage) => stages.length === 0 || stages.includes(stage)).map((stage) =>
  stage === "check" ? runChecks() : runTests(stage),
);
rmSync(home, { recursive: true, force: true });
const total = sums.reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

function runChecks(): Sum {
  const results = CHECKS.map(([name, command]) => {
    console.log(`\n# check: ${name}`);
    return run(command).status === 0;
  });
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

function runTests(project: string): Sum {
  console.log(`\n# ${project} tests`);
  const report = join(home, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { status } = run(["vitest", "run", `--project=${project}`, "--passWithNoTests", ...reporters, ...filters]);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readReport(report);
  // A file that can't even be loaded, or an error outside of any test, is a failure too.
  const failed = numFailedTests === 0 && status !== 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

function readReport(
  path: string,
): Record<"numPassedTests" | "numFailedTests" | "numPendingTests" | "numTodoTests", number> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

function run([command = "", ...args]: string[]): SpawnSyncReturns<Buffer> {
  return spawnSync(join(ROOT, "node_modules", ".bin", command), args, {
    cwd: ROOT,
    env: testEnv(),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

function testEnv(): Record<string, string> {
  const install = Object.entries(process.env).filter(
    (entry): entry is [string, string] => INSTALL_NAMES.test(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(install),
    ...readUserConfig(),
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    LANG: "C.UTF-8",
    CI: process.env.CI ?? "",
    NO_COLOR: "1",
  };
}

/** The tests' HOME is empty: the person's own npm settings, where there are any, are named. */
function readUserConfig(): Record<string, string> {
  const path = process.env.npm_config_userconfig ?? join(process.env.HOME ?? "/nonexistent", ".npmrc");
  return { npm_config_userconfig: path };
}
