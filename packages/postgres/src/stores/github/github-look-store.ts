import { GitHubLook, type GitHubLookStore, type LookOutcome } from "@catalyst/core/forge";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, eq, isNotNull, sql } from "../../drizzle.ts";
import { githubApps, githubInstallations, githubLooks, githubRepositories } from "../../schema/github.ts";
import { endOf } from "../end-of.ts";
import { hideValues } from "../hide-values.ts";

/** What is looked at at GitHubs, in PostgreSQL. */
export function postgresGitHubLookStore({ drizzle }: Database): GitHubLookStore {
  return hideValues<GitHubLookStore>({
    ensure: () => ensureLooks(drizzle),
    async countPlaces(appId) {
      return drizzle.$count(githubLooks, isPlaceOf(appId));
    },
    claimNext: (input) => claimLook(drizzle, input),
    async renew(look, { leaseSeconds }) {
      const { rowCount } = await drizzle
        .update(githubLooks)
        .set({ leasedUntil: endOf(leaseSeconds) })
        .where(and(isClaimed(look), isNotNull(githubLooks.leasedUntil)));
      return rowCount === 1;
    },
    async settle(look, outcome) {
      const settled = await drizzle
        .update(githubLooks)
        .set({ leasedUntil: null, dueAt: outcome.dueAt, ...patchOf(outcome) })
        .where(isClaimed(look))
        .returning({ id: githubLooks.id });
      return settled.length === 1;
    },
  });
}

function isClaimed({ id, claims }: Pick<GitHubLook, "id" | "claims">) {
  return and(eq(githubLooks.id, id), eq(githubLooks.claims, claims));
}

function isPlaceOf(appId: string) {
  return and(eq(githubLooks.appId, appId), eq(githubLooks.subject, "repository"));
}

/** One statement: who looks meanwhile sees all of it as it was, or as it is. */
async function ensureLooks(drizzle: Drizzle): Promise<void> {
  await drizzle.execute(sql`
    with wanted (app_id, subject, installation_id, repository_id) as (
      select id, 'deliveries', null::bigint, null::bigint from ${githubApps}
      union all
      select shown.app_id, 'repository', shown.installation_id, shown.repository_id from ${githubRepositories} shown
      join ${githubInstallations} place using (app_id, installation_id)
      where place.suspended_at is null and not shown.is_archived),
    gone as (
      delete from ${githubLooks} known where not exists (
        select from wanted where wanted.app_id = known.app_id and wanted.subject = known.subject
        and wanted.repository_id is not distinct from known.repository_id))
    insert into ${githubLooks} (app_id, subject, installation_id, repository_id)
    select wanted.* from wanted left join ${githubLooks} known on known.app_id = wanted.app_id
    and known.subject = wanted.subject and known.repository_id is not distinct from wanted.repository_id
    where known.id is null or known.installation_id is distinct from wanted.installation_id
    on conflict on constraint github_looks_place_unique do update set installation_id = excluded.installation_id`);
}

/** A claim is a lease in the row, not an open transaction: GitHub is asked meanwhile, and may take long. */
async function claimLook(
  drizzle: Drizzle,
  { leaseSeconds }: Parameters<GitHubLookStore["claimNext"]>[0],
): Promise<GitHubLook | null> {
  const { dueAt, leasedUntil } = githubLooks;
  const next = drizzle
    .select({ id: githubLooks.id })
    .from(githubLooks)
    .where(and(sql`${dueAt} <= now()`, sql`coalesce(${leasedUntil} <= now(), true)`))
    .orderBy(asc(dueAt))
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await drizzle
    .update(githubLooks)
    .set({
      claims: sql`${githubLooks.claims} + 1`,
      leasedUntil: endOf(leaseSeconds),
    })
    .where(sql`${githubLooks.id} = (${next})`)
    .returning();
  return row === undefined ? null : GitHubLook.parse(row);
}

function patchOf(outcome: LookOutcome) {
  if (outcome.kind === "failed") {
    return { reason: outcome.reason, failures: sql`${githubLooks.failures} + 1` };
  }
  const { marks, hasFound } = outcome;
  return { reason: null, failures: 0, marks, ...(hasFound ? { foundAt: sql`now()` } : {}) };
}
