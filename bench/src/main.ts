/**
 * `npm run bench`: what Catalyst adds to doing it by hand, against its goals. `npm run bench -- starts run` measures these
 * parts alone. The table goes to standard output; with `--json` the same as JSON, and the table beside it. It is no test:
 * it ends with 0 whatever was measured.
 */
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { makeOwnFolder } from "../../e2e/cluster/api-server/own-folder.ts";
import { ATTACKS } from "../../e2e/malicious/attacks.ts";
import { runOther } from "../../e2e/malicious/beside.ts";
import { createTestHome } from "../../e2e/start-catalyst.ts";
import { measureCluster } from "./cluster/measure-cluster.ts";
import { describeMachine, renderMachine } from "./figures/describe-machine.ts";
import type { Figure } from "./figures/figure.ts";
import { renderJson, renderTable } from "./figures/report.ts";
import { measureClaims } from "./operator/measure-claims.ts";
import { measureCuts } from "./operator/measure-cuts.ts";
import { measureOperator } from "./operator/measure-operator.ts";
import { measureAnswer } from "./parts/measure-answer.ts";
import { measureAttack } from "./parts/measure-attacks.ts";
import { measureEvents } from "./parts/measure-events.ts";
import { measureGateway } from "./parts/measure-gateway.ts";
import { measureIdle } from "./parts/measure-idle.ts";
import { measureMemory } from "./parts/measure-memory.ts";
import { measureServer } from "./parts/measure-server.ts";
import { measureShow } from "./parts/measure-show.ts";
import { measureCold, measureStarts } from "./parts/measure-starts.ts";
import { measureStreams } from "./parts/measure-streams.ts";
import { measureWebhook } from "./parts/measure-webhook.ts";
import { measureRun } from "./run/measure-run.ts";
import { measureWeb } from "./web/measure-web.ts";

const PARTS = ["starts", "run", "events", "server", "streams", "gateway", "webhook", "web", "memory", "idle"];
/** They are measured where they are named alone: one needs root, the other installs other gateways. */
const ON_NODE = "cluster";
/** On an API server that is built for tests; where it is named alone, too. */
const OF_OPERATOR = "operator";
const WITH_PEERS = "peers";
/** It takes many minutes; where it is named, too. */
const BESIDE_ATTACKS = "attacks";
const ALL = [...PARTS, ON_NODE, OF_OPERATOR, WITH_PEERS, BESIDE_ATTACKS];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "5,3000" },
    commits: { type: "string", default: "1000" },
    seconds: { type: "string", default: "60" },
    rounds: { type: "string", default: "7" },
    "at-once": { type: "string", default: "1,10,50" },
    size: { type: "string", default: "2500" },
    cuts: { type: "string", default: "10000" },
    json: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((part) => !ALL.includes(part));
if (unknown.length > 0) {
  throw new Error(`There is no part ${unknown.join(", ")}. There are: ${ALL.join(", ")}.`);
}
const parts = positionals.length === 0 ? PARTS : positionals;
const rounds = Number(values.rounds);

const machine = await describeMachine();
console.error(renderMachine(machine));
const folder = await makeOwnFolder("catalyst-bench-");
const home = await createTestHome({ isNew: true });
const figures: Figure[] = [];
process.once("SIGINT", () => process.exit(130));
try {
  const up = home.start(["up"]);
  await up.shows("Up for");
  // Right after the start, as a start's own work is done once: what comes later is measured on a home that was used.
  await warmUp();
  for (const part of parts) {
    await measure(part);
  }
  up.process.kill("SIGTERM");
  await up.ended;
  if (parts.includes("starts")) {
    await attempt("starts without a server", () => measureCold({ home, rounds: Math.min(rounds, 5) }));
  }
} finally {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
}
const tell = values.json ? console.error : console.log;
tell(`\n${rounds} rounds in turn; ${renderMachine(machine)}\n`);
tell(renderTable(figures));
if (values.json) {
  console.log(renderJson(machine, figures));
}

/** What is compiled and made once is there afterwards. */
async function warmUp(): Promise<void> {
  await home.run(["tasks", "list"]);
  await home.run(["doctor"]);
}

async function measure(part: string): Promise<void> {
  if (part === "starts") {
    await attempt("starts", () => measureStarts({ home, rounds: 2 * rounds }));
  } else if (part === "run") {
    for (const files of values.files.split(",").map(Number)) {
      const size = { files, commits: Number(values.commits) };
      await attempt(`run of ${files} files`, () => measureRun({ home, folder, rounds, size }));
    }
  } else if (part === "events") {
    await attempt("events", () => measureEvents({ home, folder }));
    await attempt("a long transcript", () => measureShow({ home, folder, rounds }));
  } else if (part === "server") {
    await attempt("requests", () => measureServer({ folder, rounds: Math.min(rounds, 3) }));
  } else if (part === "streams") {
    await attempt("streams", () => measureStreams({ folder }));
  } else if (part === "gateway" || part === WITH_PEERS) {
    const wish = { folder, rounds: Math.min(rounds, 5), withPeers: part === WITH_PEERS };
    await attempt("the gateway", () => measureGateway(wish));
  } else if (part === "webhook") {
    await attempt("GitHub's deliveries", () =>
      measureWebhook({ seconds: Number(values.seconds), rounds: Math.min(rounds, 3) }),
    );
    await attempt("a delivery, end to end", () => measureAnswer({ rounds }));
  } else if (part === "web") {
    await attempt("the web app", () => measureWeb({ folder, rounds }));
  } else if (part === "memory") {
    await attempt("memory", () => measureMemory({ folder, atOnce: values["at-once"].split(",").map(Number) }));
  } else if (part === "idle") {
    await attempt("idle", () => measureIdle({ home }));
  } else {
    await measureNamed(part);
  }
}

/** What is measured where it is named alone. */
async function measureNamed(part: string): Promise<void> {
  if (part === BESIDE_ATTACKS) {
    // The first makes what later ones find.
    await attempt("an execution beside nobody", () => runOther(home).then(() => []));
    for (const attack of ATTACKS) {
      await attempt(attack[0], () => measureAttack(attack, { home, rounds: Math.min(rounds, 3) }));
    }
  } else if (part === ON_NODE) {
    await attempt("environments on a node", () => measureCluster({ folder, rounds }));
  } else {
    await attempt("the operator", () => measureOperator({ folder, size: Number(values.size), rounds: 5 * rounds }));
    await attempt("warm pods", () => measureClaims({ folder, rounds: 10 * rounds }));
    await attempt("a watch that is cut", () => measureCuts(Number(values.cuts)));
  }
}

/** One measurement that fails is told, and leaves the others their figures. */
async function attempt(what: string, take: () => Promise<Figure[]>): Promise<void> {
  const from = performance.now();
  console.error(`measuring ${what} …`);
  try {
    figures.push(...(await take()));
    console.error(`  ${((performance.now() - from) / 1000).toFixed(0)} s`);
  } catch (error) {
    console.error(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
