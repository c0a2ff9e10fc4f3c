/**
 * `node .ci/contract/main.ts <schemathesis>`: has the server's contract tried against a running server. Exit code 0: it found
 * no failure of the server, and no answer that isn't as the contract says.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Door, type ServedContract, serveContract } from "./serve-contract.ts";

const SEED = "20261126";
const EXAMPLES = "10";
const REQUEST_SECONDS = "10";
/** Streams without an end: a request would only come to its time limit. The server's own tests follow them. */
const ENDLESS = ["streamTaskChanges", "streamChanges", "streamTopics"];
/** With this whoever tries it signs themselves out: names that an answer had are tried. */
const ENDS_ITSELF = "endSession";

/** What fits a schema may be wrong by what it means: an unknown setting, a cursor of another list, a tag of what has changed or hasn't. */
const ACCEPTED = ["2xx", "304", "400", "404", "409", "412", "422", "429"];
const REJECTED = ["400", "404", "405", "409", "413", "415", "422", "429", "503"];
/** Some may be done by the machine's owner alone. */
const FORBIDDEN = "403";

const [program = "schemathesis"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "catalyst-contract-"));
const served = await serveContract();
try {
  // Once with what is made up, and with things that there are: as the machine's owner, and as somebody who is signed in.
  const known = describeKnown(served.known);
  const codes = [
    await tryContract(served.ofOwner, describeChecks([]) + describeKnown({})),
    await tryContract(served.ofOwner, describeChecks([]) + known),
    await tryContract(await served.signIn(), describeChecks([FORBIDDEN]) + known),
  ];
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
} finally {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
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

function tryContract({ url, bearer }: Door, settings: string): Promise<number | null> {
  const file = join(folder, "schemathesis.toml");
  writeFileSync(file, settings);
  const options = ["--seed", SEED, "--max-examples", EXAMPLES, "--request-timeout", REQUEST_SECONDS, "--no-color"];
  const who = bearer === null ? [] : ["--header", `Authorization: Bearer ${bearer}`];
  const excluded = bearer === null ? ENDLESS : [...ENDLESS, ENDS_ITSELF];
  const left = excluded.flatMap((operation) => ["--exclude-operation-id", operation]);
  const child = spawn(
    program,
    ["--config-file", file, "run", `${url}/api/v1/openapi.json`, ...options, ...who, ...left],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: "C.UTF-8" },
    },
  );
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}
