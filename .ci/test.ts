/**
 * `./catalyst test [check|unit|integration|contract|conformance|e2e|cluster|browser ...] [path or vitest option ...]`: runs the checks and the
 * tests, all of them by default but those of `cluster`, which `--cluster` adds: they start a real node, beside the journeys. With `cluster --kubeconfig FILE` an
 * installation on that cluster is tried instead. `--full` tries whatever may befall a worker at each of its calls, of which a sample is
 * tried otherwise, and a soak of 200 tasks. It prints last how long each stage took, what failed and `N passed, N failed, N skipped`. Exit code 1 when anything failed.
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CHECKS, type Check } from "./checks.ts";
import { beginBuildingCluster, clusterEnv, finishBuildingCluster } from "./cluster/cluster-program.ts";
import { prepareNode } from "./cluster/prepare-node.ts";
import { installRunner } from "./conformance/install-runner.ts";
import { installSchemathesis } from "./contract/install-schemathesis.ts";
import { installEnv } from "./install-env.ts";
import type { Outcome } from "./outcomes/outcome.ts";
import { runLanes } from "./outcomes/run-lanes.ts";
import { runTests } from "./outcomes/run-tests.ts";
import { tellOutcomes } from "./outcomes/tell-outcomes.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STAGES = ["check", "unit", "integration", "contract", "conformance", "e2e", "cluster", "browser"] as const;
type Stage = (typeof STAGES)[number];
/** Most of what a node does is to wait: the journeys have the processors meanwhile. Those of a browser notice each network that comes and goes. */
const BESIDE_EACH_OTHER: readonly Stage[] = ["e2e", "cluster"];
/** What knows no filters. */
const WHOLE = ["check", "contract", "conformance"];
type Project = "unit" | "integration" | "e2e" | "cluster" | "browser" | "anywhere";
const JOURNEYS: readonly (Stage | Project)[] = ["e2e", "browser"];
/** What a stage has beside it. */
interface Company {
  /** Whether its words need no name. */
  isHeard: boolean;
  untilAlone: () => Promise<void>;
}
const ALONE: Company = { isHeard: true, untilAlone: async () => undefined };
const MILLISECONDS = 1000;
const home = mkdtempSync(join(tmpdir(), "catalyst-test-home-"));
/** The tests' temporary folder: whatever they leave in it, also when they fail or are killed, goes with it. */
const temporary = mkdtempSync(join(tmpdir(), "catalyst-tests-"));
// Open as every temporary folder is: some tests start programs as another user.
chmodSync(temporary, 0o1777);
// Ctrl-C ends the tests, which got it too, and then this process in its own way.
process.on("SIGINT", () => undefined);
const { words, kubeconfig } = takeKubeconfig(process.argv.slice(2));
const NODE_ASKED = "--cluster";
const ALL_ASKED = "--full";
const OWN_WORDS = [...STAGES, NODE_ASKED, ALL_ASKED] as readonly string[];
const filters = words.filter((word) => !OWN_WORDS.includes(word));
/** How their installation ended, once it has; null: nobody asked for them. */
let agents: Promise<number | null> | null = null;
try {
  const stages = chooseStages();
  if ((stages.includes("cluster") && kubeconfig === null) || (stages.includes("e2e") && isClusterWanted())) {
    beginBuildingCluster(ROOT);
  }
  const outcomes = prepareWeb(stages);
  agents = hasJourneys(stages) ? installAgents() : null;
  const times: string[] = [];
  for (const stage of stages.filter((one) => !BESIDE_EACH_OTHER.includes(one) && one !== "browser")) {
    outcomes.push(...(await timeStage(times, stage, ALONE)));
  }
  const beside = stages.filter((stage) => BESIDE_EACH_OTHER.includes(stage));
  // The first of them speaks for itself, the lines of the other one say whose they are.
  const toLane = (stage: Stage, at: number) => (untilAlone: Company["untilAlone"]) =>
    timeStage(times, stage, { isHeard: at === 0, untilAlone });
  outcomes.push(...(await runLanes(beside.map(toLane))));
  outcomes.push(...(stages.includes("browser") ? await timeStage(times, "browser", ALONE) : []));
  if (words.includes(ALL_ASKED) && stages.includes("e2e") && filters.length === 0) {
    outcomes.push(soak());
  }
  console.log(`\n${times.join(", ")}`);
  // Filters that match nothing, or tests that are no longer found, must not look like success.
  if (outcomes.length === 0) {
    outcomes.push({ file: words.join(" "), title: "nothing ran", result: "failed" });
  }
  console.log(tellOutcomes(outcomes, filters.length > 0).join("\n"));
  process.exitCode = outcomes.some(({ result }) => result === "failed") ? 1 : 0;
} finally {
  for (const folder of [home, temporary]) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What is checked and tried of the web app stands on its own packages, and journeys on what is built of it. */
function prepareWeb(stages: Stage[]): Outcome[] {
  const isBuilt = hasJourneys(stages);
  if (!isBuilt && !stages.includes("check") && !stages.includes("unit")) {
    return [];
  }
  console.log("\n# the web app");
  const status = run([process.execPath, join(".ci", "web", "main.ts"), isBuilt ? "build" : "packages"], installEnv());
  return status === 0 ? [] : [{ file: "web", title: isBuilt ? "its build" : "its packages", result: "failed" }];
}

function hasJourneys(stages: Stage[]): boolean {
  return stages.some((stage) => JOURNEYS.includes(stage));
}

async function timeStage(times: string[], stage: Stage, company: Company): Promise<Outcome[]> {
  const startedAt = Date.now();
  const outcomes = await runStage(stage, company);
  times.push(`${stage} ${Math.round((Date.now() - startedAt) / MILLISECONDS)} s`);
  return outcomes;
}

async function runStage(stage: Stage, company: Company): Promise<Outcome[]> {
  switch (stage) {
    case "check":
      return runChecks();
    case "contract":
      return tryContract();
    case "conformance":
      return tryConformance();
    case "cluster":
      return runOnNode(company);
    default:
      return runProject(stage, company);
  }
}

/** Filters choose among tests: with filters alone, what knows none stays out. */
function chooseStages(): Stage[] {
  const named = STAGES.filter((stage) => words.includes(stage));
  const usual = STAGES.filter((stage) => stage !== "cluster" && (!WHOLE.includes(stage) || filters.length === 0));
  const chosen = named.length > 0 ? named : usual;
  return words.includes(NODE_ASKED) && !chosen.includes("cluster") ? [...chosen, "cluster"] : chosen;
}

async function runChecks(): Promise<Outcome[]> {
  return (await Promise.all(CHECKS.map(runInRow))).flat();
}

async function runInRow(checks: Check[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [title, command] of checks) {
    const status = await runBeside(`check: ${title}`, command);
    outcomes.push({ file: "check", title, result: status === 0 ? "passed" : "failed" });
  }
  return outcomes;
}

/** The server's answers against its own contract, by a program of PyPI's; where that can't be had, that is said. */
function tryContract(): Outcome[] {
  console.log("\n# contract");
  const env = { ...installEnv(), PATH: process.env.PATH ?? "", HOME: home, TMPDIR: temporary };
  const schemathesis = installSchemathesis(join(ROOT, ".runtime"), env);
  const contract = { file: "contract", title: "the contract of the server" };
  if (schemathesis.kind === "absent") {
    return [{ ...contract, result: "skipped", reason: schemathesis.reason }];
  }
  const status = run([process.execPath, join(".ci", "contract", "main.ts"), schemathesis.program]);
  return [{ ...contract, result: status === 0 ? "passed" : "failed" }];
}

/** How the Model Context Protocol is spoken, by the protocol's own suite, which npm's registry has. */
function tryConformance(): Outcome[] {
  console.log("\n# conformance");
  const env = { ...installEnv(), PATH: process.env.PATH ?? "", HOME: home, TMPDIR: temporary };
  const runner = installRunner(join(ROOT, ".runtime"), env);
  const conformance = { file: "conformance", title: "the Model Context Protocol" };
  if (runner.kind === "absent") {
    return [{ ...conformance, result: "failed", reason: runner.reason }];
  }
  const status = run([process.execPath, join(".ci", "conformance", "main.ts"), runner.program]);
  return [{ ...conformance, result: status === 0 ? "passed" : "failed" }];
}

/** Tasks from webhook to pull request while everything fails at random. */
function soak(): Outcome {
  console.log("\n# soak");
  const status = run([process.execPath, join("bench", "src", "soak.ts"), "--tasks", "200"], installEnv());
  return { file: "soak", title: "200 tasks while everything fails", result: status === 0 ? "passed" : "failed" };
}

function takeKubeconfig(given: string[]): { words: string[]; kubeconfig: string | null } {
  const at = given.indexOf("--kubeconfig");
  const path = given[at + 1];
  return at === -1 || path === undefined
    ? { words: given, kubeconfig: null }
    : { words: given.toSpliced(at, 2), kubeconfig: resolve(path) };
}

/** Beside all other tests: most of it is to wait for registries. */
function installAgents(): Promise<number | null> {
  return runBeside("the journeys' agents", [process.execPath, join("e2e", "install-agents.ts")], installEnv());
}

/** What needs a real node; where this machine can't have one, that is said. */
async function runOnNode(company: Company): Promise<Outcome[]> {
  if (kubeconfig !== null) {
    return runProject("anywhere", company);
  }
  const preparation = prepareNode();
  if (preparation.kind === "absent") {
    return [{ file: "cluster", title: "the tests on a real node", result: "skipped", reason: preparation.reason }];
  }
  return runProject("cluster", company);
}

async function runProject(project: Project, { isHeard, untilAlone }: Company): Promise<Outcome[]> {
  console.log(`\n# ${project} tests`);
  const isJourney = JOURNEYS.includes(project) || project === "cluster";
  const own: Record<string, string> = kubeconfig === null ? {} : { CATALYST_TEST_KUBECONFIG: kubeconfig };
  const extra = isJourney ? { ...installEnv(), ...clusterEnv() } : own;
  if (JOURNEYS.includes(project) && (await agents) !== 0) {
    return [{ file: project, title: "installing the agents", result: "failed" }];
  }
  const chosen = filters.length > 0;
  const isClusters = project === "cluster" || (project === "e2e" && isClusterWanted());
  const before = isClusters ? finishBuildingCluster(ROOT) : [];
  const outcomes = await runTests({
    project,
    args: chosen ? ["--passWithNoTests", ...filters] : [],
    // Unit tests wait for nobody; whoever chose some sees what fails, and asks again.
    runsAgain: project !== "unit" && !chosen,
    folder: home,
    untilAlone,
    run: (args, env) => runVitest(args, { ...extra, ...env }, isHeard ? null : `${project}: `),
  });
  return [...before, ...outcomes];
}

/** Whoever chose other journeys isn't to wait for it. */
function isClusterWanted(): boolean {
  return filters.length === 0 || filters.some((filter) => filter.includes("cluster"));
}

function run([command = "", ...args]: string[], extra: Record<string, string> = {}): number | null {
  return spawnSync(programAt(command), args, {
    cwd: ROOT,
    env: { ...extra, ...ownEnv() },
    stdio: ["ignore", "inherit", "inherit"],
  }).status;
}

/** `saidBy`: what its lines begin with where others speak at the same time. */
async function runVitest(args: string[], extra: Record<string, string>, saidBy: string | null): Promise<number | null> {
  const output = saidBy === null ? "inherit" : "pipe";
  const child = spawn(programAt("vitest"), args, {
    cwd: ROOT,
    env: { ...extra, ...ownEnv() },
    stdio: ["ignore", output, output],
  });
  for (const said of [child.stdout, child.stderr].filter((stream) => stream !== null)) {
    createInterface({ input: said }).on("line", (line) => console.log(`${saidBy}${line}`));
  }
  return await new Promise((ended, fail) => child.once("error", fail).once("close", ended));
}

/** What it says is told below its title once it has ended: others speak at the same time. */
async function runBeside(
  title: string,
  [command = "", ...args]: string[],
  extra: Record<string, string> = {},
): Promise<number | null> {
  const child = spawn(programAt(command), args, {
    cwd: ROOT,
    env: { ...extra, ...ownEnv() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const status = new Promise<number | null>((ended, fail) => child.once("error", fail).once("close", ended));
  const [ended, ...said] = await Promise.all([status, text(child.stdout), text(child.stderr)]);
  console.log(`\n# ${title}\n${said.join("")}`);
  return ended;
}

function programAt(command: string): string {
  return resolve(ROOT, "node_modules", ".bin", command);
}

function ownEnv(): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    // The home is empty for each run; what Node compiled is the checkout's.
    NODE_COMPILE_CACHE: join(ROOT, ".runtime", "compiled"),
    ...(process.env.CI ? { CI: process.env.CI } : {}),
    ...(words.includes(ALL_ASKED) ? { CATALYST_TEST_FULL: "1" } : {}),
  };
}
