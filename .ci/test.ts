/**
 * `./catalyst test [check|unit|integration|contract|e2e ...] [path or vitest option ...]`: runs the checks and the tests, all of
 * them by default, and prints last `N passed, N failed, N skipped` over everything that ran. Exit code 1 when anything failed.
 */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installSchemathesis } from "./contract/install-schemathesis.ts";

interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STAGES = ["check", "unit", "integration", "contract", "e2e"] as const;
/** What knows no filters. */
const WHOLE = ["check", "contract"];
const WORKSPACES = ["packages", "cli", "worker", "gateway", "runner", "server", "e2e", "bench"];
const CHECKS: [string, string[]][] = [
  ["format and lint", ["biome", "check", "--error-on-warnings"]],
  ["types", ["tsc", "--project", "tsconfig.json"]],
  ["imports", ["depcruise", "--config", ".dependency-cruiser.mjs", ...WORKSPACES]],
  ["unused code", ["knip"]],
];
/**
 * The one opening in the tests' environment: what npm and pip need to reach their registries. Only the e2e tests get it, because
 * only they install agents; there it arrives as it would from a person's shell.
 */
const INSTALL_NAMES = [
  ...["npm_config_registry", "npm_config_userconfig", "npm_config_cafile", "npm_config_strict_ssl"],
  ...["npm_config_proxy", "npm_config_https_proxy", "npm_config_noproxy"],
  ...["pip_index_url", "pip_extra_index_url", "pip_no_index", "pip_find_links", "pip_cert", "pip_client_cert"],
  ...["pip_trusted_host", "pip_proxy", "pip_timeout", "pip_default_timeout", "pip_retries", "pip_config_file"],
  ...["http_proxy", "https_proxy", "no_proxy", "node_extra_ca_certs", "ssl_cert_file", "ssl_cert_dir"],
];

const home = mkdtempSync(join(tmpdir(), "catalyst-test-home-"));
/** The tests' temporary folder: whatever they leave in it, also when they fail or are killed, goes with it. */
const temporary = mkdtempSync(join(tmpdir(), "catalyst-tests-"));
// Open as every temporary folder is: some tests start programs as another user.
chmodSync(temporary, 0o1777);
// Ctrl-C ends the tests, which got it too, and then this process in its own way.
process.on("SIGINT", () => undefined);
const failedParts: string[] = [];
const notRun: string[] = [];
const words = process.argv.slice(2);
const filters = words.filter((word) => !(STAGES as readonly string[]).includes(word));
try {
  const total = add(chooseStages().map(runStage));
  // Filters leave tests out on purpose.
  if (notRun.length > 0 && filters.length === 0) {
    console.log(`\nNot run:\n${notRun.map((one) => `  ${one}`).join("\n")}`);
  }
  if (failedParts.length > 0) {
    console.log(`\nFailed: ${failedParts.join(", ")}`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} finally {
  for (const folder of [home, temporary]) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runStage(stage: (typeof STAGES)[number]): Sum {
  switch (stage) {
    case "check":
      return runChecks();
    case "contract":
      return tryContract();
    default:
      return runTests(stage);
  }
}

/** Filters choose among tests: with filters alone, what knows none stays out. */
function chooseStages(): (typeof STAGES)[number][] {
  const named = STAGES.filter((stage) => words.includes(stage));
  return named.length > 0 ? named : STAGES.filter((stage) => !WHOLE.includes(stage) || filters.length === 0);
}

function add(sums: Sum[]): Sum {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of sums) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  // Filters that match nothing, or tests that are no longer found, must not look like success.
  if (total.passed + total.failed + total.skipped === 0) {
    failedParts.push(`nothing ran for "${words.join(" ")}"`);
    total.failed = 1;
  }
  return total;
}

function runChecks(): Sum {
  const failed = CHECKS.filter(([name, command]) => {
    console.log(`\n# check: ${name}`);
    return run(command).status !== 0;
  });
  failedParts.push(...failed.map(([name]) => name));
  return { passed: CHECKS.length - failed.length, failed: failed.length, skipped: 0 };
}

/** The server's answers against its own contract, by a program of PyPI's; where that can't be had, that is said. */
function tryContract(): Sum {
  console.log("\n# contract");
  const env = { ...installEnv(), PATH: process.env.PATH ?? "", HOME: home, TMPDIR: temporary };
  const schemathesis = installSchemathesis(join(ROOT, ".runtime"), env);
  if (schemathesis.kind === "absent") {
    notRun.push(`the contract of the server: ${schemathesis.reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const isKept = run([process.execPath, join(".ci", "contract", "main.ts"), schemathesis.program]).status === 0;
  failedParts.push(...(isKept ? [] : ["the contract of the server"]));
  return { passed: isKept ? 1 : 0, failed: isKept ? 0 : 1, skipped: 0 };
}

function runTests(project: string): Sum {
  console.log(`\n# ${project} tests`);
  const extra = project === "e2e" ? installEnv() : {};
  if (project === "e2e" && run([process.execPath, join("e2e", "install-agents.ts")], extra).status !== 0) {
    failedParts.push("installing the agents");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = join(home, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const none = filters.length > 0 ? ["--passWithNoTests"] : [];
  const { status } = run(["vitest", "run", `--project=${project}`, ...none, ...reporters, ...filters], extra);
  const sum = readReport(report);
  // A file that can't even be loaded, or an error outside of any test, is a failure too.
  const failed = sum.failed === 0 && status !== 0 ? 1 : sum.failed;
  if (failed > 0) {
    failedParts.push(`${project} tests`);
  }
  return { ...sum, failed };
}

interface FileReport {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string }[];
}

/** Tests that never ran because their file failed before them have failed; every other one that didn't run is named. */
function readReport(path: string): Sum {
  let files: FileReport[];
  try {
    files = JSON.parse(readFileSync(path, "utf8")).testResults;
  } catch {
    // vitest ended before it wrote one: its exit code tells.
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    for (const test of file.assertionResults) {
      sum[judge(test, file)] += 1;
    }
  }
  return sum;
}

function judge({ status, fullName }: FileReport["assertionResults"][number], file: FileReport): keyof Sum {
  if (status === "passed" || status === "failed") {
    return status;
  }
  const isFileLost = file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed");
  notRun.push(`${relative(ROOT, file.name)}: ${fullName}${isFileLost ? " (its preparation failed)" : ""}`);
  return isFileLost ? "failed" : "skipped";
}

function run([command = "", ...args]: string[], extra: Record<string, string> = {}): SpawnSyncReturns<Buffer> {
  return spawnSync(resolve(ROOT, "node_modules", ".bin", command), args, {
    cwd: ROOT,
    env: {
      ...extra,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: home,
      TMPDIR: temporary,
      LANG: "C.UTF-8",
      NO_COLOR: "1",
      ...(process.env.CI ? { CI: process.env.CI } : {}),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** The tests' HOME is empty: the person's own settings of npm and pip, where there are any, are named. */
function installEnv(): Record<string, string> {
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => INSTALL_NAMES.includes(entry[0].toLowerCase()) && Boolean(entry[1]),
  );
  const own = process.env.HOME ?? "/nonexistent";
  const pip = [".config/pip/pip.conf", ".pip/pip.conf"].map((name) => join(own, name)).find((path) => existsSync(path));
  return {
    npm_config_userconfig: join(own, ".npmrc"),
    ...(pip === undefined ? {} : { PIP_CONFIG_FILE: pip }),
    ...Object.fromEntries(given),
  };
}
