/**
 * The first to run in a pod, of an image of ours. It proves from inside that the gateway is the only peer, or nothing else starts:
 * it ends with one of PROBE_EXIT_CODES, and says in one line what it found.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { REVERSE_CANARY_PORT } from "@catalyst/core";
import { inspectContainer } from "../pod/inspect-container.ts";
import { copyRunner } from "./copy-runner.ts";
import { proveIsolation } from "./prove-isolation.ts";
import { readLimits } from "./read-limits.ts";
import { readProbePlace } from "./read-place.ts";
import { PROBE_EXIT_CODES, type Verdict, writeVerdict } from "./verdict.ts";
import { writeAccounts } from "./write-accounts.ts";

const [verdictFile = "/dev/termination-log"] = process.argv.slice(2);

const verdict = await probe();
const line = writeVerdict(verdict);
process.stdout.write(`${line}\n`);
writeFileSync(verdictFile, line);
process.exit(PROBE_EXIT_CODES[verdict.kind]);

async function probe(): Promise<Verdict> {
  const failures = inspectContainer();
  if (failures.length > 0) {
    return { kind: "privilegeLeft", failures, facts: [] };
  }
  const place = readProbePlace(process.env, readFileSync("/proc/net/route", "utf8"));
  writeAccounts({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
  await listen(place.podIp);
  // Beside the proof, which waits for others most of its time.
  const copying = copyRunner(process.env.CATALYST_COPIES).then(() => null, tellFault);
  const [found, fault] = await Promise.all([proveIsolation(place), copying]);
  if (fault !== null && found.kind === "proven") {
    return { kind: "noProof", failures: [`The runner can't be copied: ${fault}`], facts: found.facts };
  }
  return { ...found, facts: [...found.facts, ...readLimits()] };
}

function tellFault(fault: Error): string {
  return fault.message;
}

/** Who comes in here is told nothing: that they came is what the gateway tells. */
async function listen(host: string): Promise<void> {
  const server = createServer((socket) => socket.on("error", () => undefined).destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(REVERSE_CANARY_PORT, host, resolve);
  });
}
