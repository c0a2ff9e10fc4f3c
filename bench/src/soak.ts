/**
 * `npm run soak`: tasks of a scripted agent from webhook to pull request, over many installations of a GitHub of our own that counts GitHub's
 * limits, while PostgreSQL, server, worker and gateway are killed, workers sleep beyond their leases, and GitHub and the model fail at
 * random. How that goes is told every ten seconds, and what came of it at the end; with 1 where something didn't hold.
 * `--log FILE` keeps what the processes said.
 */
import { parseArgs } from "node:util";
import { playSoak } from "../../e2e/soak/play-soak.ts";
import { seeded } from "../../e2e/soak/soak-plan.ts";
import { HEAD, rowOf, tellSoak } from "../../e2e/soak/tell-soak.ts";
import { describeMachine, renderMachine } from "./figures/describe-machine.ts";

const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "1500" },
    "at-once": { type: "string", default: "16" },
    installations: { type: "string", default: "15" },
    every: { type: "string", default: "7" },
    failing: { type: "string", default: "0.05" },
    patience: { type: "string", default: "900" },
    log: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
console.log(renderMachine(await describeMachine()));
console.log(`seed ${values.seed}`);
console.log(HEAD);
const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => ending.abort());
}
const report = await playSoak(
  {
    tasks: Number(values.tasks),
    atOnce: Number(values["at-once"]),
    installations: Number(values.installations),
    killSeconds: Number(values.every),
    failing: Number(values.failing),
    patienceSeconds: Number(values.patience),
    logFile: values.log ?? null,
    random: seeded(Number(values.seed)),
    signal: ending.signal,
  },
  (sample) => console.log(rowOf(sample)),
);
console.log(tellSoak(report).join("\n"));
process.exitCode = report.faults.length === 0 ? 0 : 1;
