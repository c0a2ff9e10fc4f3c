/**
 * `node .ci/contract/main.ts <schemathesis>`: has the server's contract tried against a running server. Exit code 0: it found
 * no failure of the server, and no answer that isn't as the contract says.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Door, type ServedContract, serveContract } from "./serve-contract.ts";

const SEED = "20261126";
const EXAMPLES = "10";
const REQUEST_SECONDS = "10";
/** So many topics fit its parameter that the address gets longer than what is read of one, which is refused before any route has it. */
const TOO_LONG = "streamTopics";
/** With this whoever tries it signs themselves out: names that an answer had are tried. */
const ENDS_ITSELF = "endSession";

/** What fits a schema may be wrong by what it means: an unknown setting, a cursor of another list, a tag of what has changed or hasn't. */
const ACCEPTED = ["2xx", "304", "400", "404", "409", "412", "422", "429"];
const REJECTED = ["400", "404", "405", "409", "413", "415", "422", "429", "503"];
/** Some may be done by the machine's owner alone. */
const FORBIDDEN = "403";

const [program = "schemathesis"] = process.argv.slice(2);
// Once with what is made up, and with things that there are: as the machine's owner, and as somebody who is signed in. Each with a
// server of its own, so that none sees what another left, and all at once: most of the time is that of one process each.
const codes = await Promise.all([
  tryContract({ isKnown: false, isSignedIn: false }),
  tryContract({ isKnown: true, isSignedIn: false }),
  tryContract({ isKnown: true, isSignedIn: true }),
]);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

interface Pass {
  /** Whether paths name things that there are. */
  isKnown: boolean;
  isSignedIn: boolean;
}

async function tryContract({ isKnown, isSignedIn }: Pass): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), "catalyst-contract-"));
  const served = await serveContract();
  try {
    const settings = describeChecks(isSignedIn ? [FORBIDDEN] : []) + describeKnown(isKnown ? served.known : {});
    return await runProgram(isSignedIn ? await served.signIn() : served.ofOwner, { folder, settings });
  } finally {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeChecks(more: string[]): string {
  const statuses = (expected: string[]) => `expected-statuses = ${JSON.stringify([...expected, ...more])}\n`;
  return `[checks.positive_data_acceptance]\n${statuses(ACCEPTED)}[checks.negative_data_rejection]\n${statuses(REJECTED)}`;
}

function describeKnown(known: Partial<ServedContract["known"]>): string {
  const lines = Object.entries(known).map(([name, value]) => `"path.${name}" = ${JSON.stringify(value)}`);
  // Who waits for a change that nobody makes only comes to their time limit.
  return ["[parameters]", '"query.wait" = 0', ...lines, ""].join("\n");
}

/** What it says is told once it has ended: others speak at the same time. */
async function runProgram(
  { url, bearer }: Door,
  { folder, settings }: { folder: string; settings: string },
): Promise<number | null> {
  const file = join(folder, "schemathesis.toml");
  writeFileSync(file, settings);
  const options = ["--seed", SEED, "--max-examples", EXAMPLES, "--request-timeout", REQUEST_SECONDS, "--no-color"];
  const who = bearer === null ? [] : ["--header", `Authorization: Bearer ${bearer}`];
  const excluded = bearer === null ? [TOO_LONG] : [TOO_LONG, ENDS_ITSELF];
  const left = excluded.flatMap((operation) => ["--exclude-operation-id", operation]);
  const child = spawn(
    program,
    ["--config-file", file, "run", `${url}/api/v1/openapi.json`, ...options, ...who, ...left],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: "C.UTF-8" },
    },
  );
  const closed = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [code, ...said] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  process.stdout.write(said.join(""));
  return code;
}
