import { type ContextPiece, maskTokens, type SubjectChange } from "@catalyst/core";
import type { FailedCheck } from "@catalyst/core/trigger";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenScope, TokenStep } from "../../client/with-token.ts";
import { isKeptThere } from "../../http/kept-elsewhere.ts";
import { type CheckRun, describeRun, findFailedRuns, MAX_LOOKED_INTO } from "../../read/list-failed-checks.ts";
import { orNull } from "../../read/or-null.ts";
import type { Reading } from "../reading.ts";
import { cleanLog } from "./clean-log.ts";

/** Of those that aren't looked into the names are told. */
const MAX_NAMED = 50;
/** Enough for what is left of it once it is clean. */
const LOG_BOUNDS = { max: 256 * 1024, isEndWanted: true };
/** Whose runs are jobs, of the same number, and have logs. */
const WORKFLOWS = "github-actions";

/** By what checks are read: by tokens of their own, as not every App may. */
export interface CheckAccess extends Pick<GitHubApp, "api" | "connections"> {
  within<Read>(permissions: TokenScope["permissions"], work: (step: TokenStep) => Promise<Read>): Promise<Read>;
}

/**
 * The checks of a pull request's commit that failed: where they found something, then the ends of their logs. Of a fork nobody answers for
 * what is tried there. Nothing where the App may not read checks, and no logs where it may not read those. Throws `GitHubFault`.
 */
export async function readChecks(
  reading: Reading,
  { head, isFork }: Pick<SubjectChange, "head" | "isFork">,
  access: CheckAccess,
): Promise<ContextPiece[]> {
  const read = access.within({ checks: "read", metadata: "read" }, async (step) => {
    const look = { asker: reading.counted(step.asker), repository: step.repository };
    const found: { run: CheckRun; check: FailedCheck }[] = [];
    for (const run of (await findFailedRuns(look, head)).slice(0, MAX_NAMED)) {
      const isRead = found.length < MAX_LOOKED_INTO && reading.mayGoOn();
      found.push({ run, check: await describeRun(run, isRead ? look : null) });
    }
    return found;
  });
  const found = (await orNull(read)) ?? [];
  const logs = await readLogs(
    reading,
    found.slice(0, MAX_LOOKED_INTO).map(({ run }) => run),
    access,
  );
  return found.map(({ run, check }) => toPiece({ run, check, log: logs.get(run.id) ?? "", head, isFork }));
}

async function readLogs(
  reading: Reading,
  runs: readonly CheckRun[],
  access: CheckAccess,
): Promise<Map<number, string>> {
  const logs = new Map<number, string>();
  const jobs = runs.filter(({ app }) => app?.slug === WORKFLOWS);
  if (jobs.length === 0 || !reading.mayGoOn()) {
    return logs;
  }
  const read = access.within({ actions: "read", metadata: "read" }, async (step) => {
    const { owner, name: repo } = step.repository;
    const asker = reading.counted(step.asker);
    for (const { id } of jobs.filter(() => reading.mayGoOn())) {
      const path = "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs";
      const url = await orNull(asker.locate(path, { owner, repo, job_id: id }));
      const isTheirs = url !== null && isKeptThere(url, "log", access.api.url);
      const bytes = isTheirs ? await access.connections.readKept(url, LOG_BOUNDS) : null;
      logs.set(id, bytes === null ? "" : cleanLog(bytes));
    }
  });
  await orNull(read);
  return logs;
}

interface ReadCheck {
  run: CheckRun;
  check: FailedCheck;
  /** Empty: none could be read. */
  log: string;
  head: string;
  isFork: boolean;
}

function toPiece({ run, check, log, head, isFork }: ReadCheck): ContextPiece {
  const { name, conclusion, summary, annotations } = check;
  const places = annotations.map(({ path, line, message }) => `${path}:${line}: ${message}`);
  const end = log === "" ? [] : ["The end of its log:", log];
  const parts = [`${name} (${conclusion}), of the commit ${head}`, summary, places.join("\n"), ...end];
  return {
    ...{ kind: "check", id: `check:${run.id}`, editedAt: null, path: null, line: null, side: null, truncated: false },
    author: { id: null, login: run.app?.slug ?? "", class: isFork ? "outsider" : "check" },
    createdAt: new Date(run.completed_at ?? 0),
    text: maskTokens(parts.filter((part) => part !== "").join("\n\n")),
  };
}
