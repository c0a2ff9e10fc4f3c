import { readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core";
import type { ExecaError } from "execa";
import type { ServerLocation } from "./locate-server.ts";

const LOG_LINES = 8;
/** With less free PostgreSQL can write neither what it needs to start nor, often, why it didn't. */
const LEAST_FREE_MIB = 4;

/** What went wrong in words that say the way out, with the end of the server's log. */
export async function explainStartFailure(error: unknown, location: ServerLocation): Promise<CatalystError> {
  if (error instanceof CatalystError) {
    return error;
  }
  const { dataFolder, logFile } = location;
  const failed = await findFailedProgram(error);
  const detail = failed === null ? describe(error) : describeProgram(failed);
  if (/\bbwrap\b.*ENOENT|ENOENT.*\bbwrap\b/.test(detail)) {
    return new CatalystError(
      "prerequisite_missing",
      "Starting PostgreSQL failed: it runs neither as root nor for an account without a name, and bubblewrap, which gives it one, isn't there. Install it: apt-get install bubblewrap",
      { cause: error },
    );
  }
  const log = failed !== null ? "" : await readEnd(logFile);
  const said = `${detail}\n${log}`;
  const remedy = await findRemedy(said, location);
  const shown = log === "" ? detail : `${detail}\nThe end of its log (${logFile}):\n${log}`;
  return new CatalystError(
    "unavailable",
    `Starting PostgreSQL in ${dataFolder} failed: ${shown}\n${remedy ?? USUAL_REMEDY}`,
    { cause: error, way: remedy === null ? { kind: "see_doctor" } : null },
  );
}

const USUAL_REMEDY = "Mend that, restore the folder from a backup, or set DATABASE_URL to a PostgreSQL of your own.";

/** What its words say has to be done; null: they say too little. */
async function findRemedy(said: string, { dataFolder, socketFolder }: ServerLocation): Promise<string | null> {
  const free = await freeMib(dirname(dataFolder));
  if (/no space left on device|disk quota exceeded/i.test(said) || (free !== null && free < LEAST_FREE_MIB)) {
    return `The disk is full (${free ?? 0} MiB free where ${dataFolder} is). Make room, then try again; nothing that was stored is lost.`;
  }
  if (/^bwrap:/m.test(said)) {
    return "As root, and for an account without a name, PostgreSQL needs a user namespace, and this machine doesn't grant one: run as an ordinary user, allow user namespaces (in a container its seccomp profile forbids them), or set DATABASE_URL to a PostgreSQL of your own.";
  }
  if (/permission denied|EACCES|EPERM|EROFS/i.test(said)) {
    return `Give yourself the right to write ${dirname(dataFolder)} and ${socketFolder}, or set CATALYST_HOME to a folder of your own.`;
  }
  return null;
}

/** null: it can't be asked. */
function freeMib(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => Math.floor((bavail * bsize) / 2 ** 20),
    () => null,
  );
}

/** The end of a program that was run to its end; null: it was something else. */
async function findFailedProgram(error: unknown): Promise<ExecaError | null> {
  // Loaded where something failed: each service loads this file.
  const { ExecaError } = await import("execa");
  return error instanceof ExecaError ? error : null;
}

function describeProgram({ all, shortMessage }: ExecaError): string {
  const output = String(all ?? "")
    .trim()
    .split("\n")
    .slice(-LOG_LINES)
    .join("\n");
  return output === "" ? shortMessage : output;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readEnd(logFile: string): Promise<string> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  return log.trim().split("\n").slice(-LOG_LINES).join("\n");
}
