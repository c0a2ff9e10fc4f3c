import type { FailedCheck } from "@catalyst/core/trigger";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import type { ReachedRepository, TokenStep } from "../client/with-token.ts";

/** What was cancelled, skipped or waits for somebody's word has found nothing. */
const FAILED = ["failure", "timed_out"];
/** Of more checks their names are told. */
const MAX_LOOKED_INTO = 5;
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
  output: z.object({ title: text(500), summary: text(4_000), text: text(4_000) }).nullish(),
});
type CheckRun = z.output<typeof CheckRun>;

const Annotation = z.object({
  path: text(1_000),
  start_line: z.int(),
  annotation_level: z.string().nullish(),
  message: text(500),
});

/** The checks of a commit that failed, of the first hundreds. Throws `GitHubFault`. */
export async function listFailedChecks(
  { asker, repository }: Pick<TokenStep, "asker" | "repository">,
  commit: string,
): Promise<FailedCheck[]> {
  const at = { owner: repository.owner, repo: repository.name, ref: commit };
  const wish = { ...at, filter: "latest", status: "completed", within: "check_runs", maxPages: MAX_PAGES } as const;
  const { items: runs } = await asker.list("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", wish, CheckRun);
  const failed = runs.filter(({ conclusion }) => FAILED.includes(conclusion ?? ""));
  const checks: FailedCheck[] = [];
  for (const run of failed) {
    checks.push(await describe(run, checks.length < MAX_LOOKED_INTO ? { asker, repository } : null));
  }
  return checks;
}

async function describe(
  { id, name, conclusion, output }: CheckRun,
  look: { asker: Asker; repository: ReachedRepository } | null,
): Promise<FailedCheck> {
  const said = [output?.title, output?.summary, output?.text].filter((part) => part != null && part !== "");
  const annotations = look === null ? [] : await listAnnotations(look, id);
  return { name, conclusion: conclusion ?? "", summary: said.join("\n"), annotations };
}

async function listAnnotations(
  { asker, repository }: { asker: Asker; repository: ReachedRepository },
  checkRunId: number,
): Promise<FailedCheck["annotations"]> {
  const at = { owner: repository.owner, repo: repository.name, check_run_id: checkRunId, maxPages: 1 };
  const path = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
  const { items } = await asker.list(path, at, Annotation);
  return items
    .filter(({ annotation_level: level }) => level !== "notice")
    .slice(0, MAX_ANNOTATIONS)
    .map(({ path: file, start_line: line, message }) => ({ path: file, line, message }));
}
