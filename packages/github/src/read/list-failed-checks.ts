import type { FailedCheck } from "@catalyst/core/trigger";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import type { ReachedRepository } from "../client/with-token.ts";

/** What was cancelled, skipped or waits for somebody's word has found nothing. */
const FAILED = ["failure", "timed_out"];
/** Of more checks their names are told. */
export const MAX_LOOKED_INTO = 5;
const MAX_ANNOTATIONS = 20;
const MAX_PAGES = 10;

const text = (length: number) =>
  z
    .string()
    .nullish()
    .transform((words) => (words ?? "").slice(0, length));

const CheckRun = z.object({
  id: z.int(),
  name: z.string().transform((name) => name.slice(0, 200)),
  conclusion: z.string().nullish(),
  completed_at: z.iso.datetime({ offset: true }).nullish(),
  app: z.object({ slug: text(100) }).nullish(),
  output: z.object({ title: text(500), summary: text(4_000), text: text(4_000) }).nullish(),
});
export type CheckRun = z.output<typeof CheckRun>;

const Annotation = z.object({
  path: text(1_000),
  start_line: z.int(),
  annotation_level: z.string().nullish(),
  message: text(500),
});

interface Look {
  asker: Asker;
  repository: ReachedRepository;
}

/** The checks of a commit that failed, of the first hundreds. Throws `GitHubFault`. */
export async function listFailedChecks(look: Look, commit: string): Promise<FailedCheck[]> {
  const checks: FailedCheck[] = [];
  for (const run of await findFailedRuns(look, commit)) {
    checks.push(await describeRun(run, checks.length < MAX_LOOKED_INTO ? look : null));
  }
  return checks;
}

/** As `listFailedChecks`, before any of them is looked into. */
export async function findFailedRuns({ asker, repository }: Look, commit: string): Promise<CheckRun[]> {
  const at = { owner: repository.owner, repo: repository.name, ref: commit };
  const wish = { ...at, filter: "latest", status: "completed", within: "check_runs", maxPages: MAX_PAGES } as const;
  const { items: runs } = await asker.list("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", wish, CheckRun);
  return runs.filter(({ conclusion }) => FAILED.includes(conclusion ?? ""));
}

/** What a check says of itself, and where it found something; null: nothing more is asked for. Throws `GitHubFault`. */
export async function describeRun({ id, name, conclusion, output }: CheckRun, look: Look | null): Promise<FailedCheck> {
  const said = [output?.title, output?.summary, output?.text].filter((part) => part != null && part !== "");
  const annotations = look === null ? [] : await listAnnotations(look, id);
  return { name, conclusion: conclusion ?? "", summary: said.join("\n"), annotations };
}

async function listAnnotations({ asker, repository }: Look, checkRunId: number): Promise<FailedCheck["annotations"]> {
  const at = { owner: repository.owner, repo: repository.name, check_run_id: checkRunId, maxPages: 1 };
  const path = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
  const { items } = await asker.list(path, at, Annotation);
  return items
    .filter(({ annotation_level: level }) => level !== "notice")
    .slice(0, MAX_ANNOTATIONS)
    .map(({ path: file, start_line: line, message }) => ({ path: file, line, message }));
}
