import { describeForgeProblem, mayWrite } from "@catalyst/core";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import type { ReachedRepository } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { findPermission } from "../read/find-permission.ts";
import { type Found, failed, limited, type Mend, ok } from "./finding.ts";
import { inspectRules } from "./inspect-rules.ts";
import { findMissingRights } from "./missing-rights.ts";

export interface WatchPlace {
  host: string;
  owner: string;
  name: string;
}

/** What a person's token is for; account and repository are null where it doesn't get that far. */
export interface InspectedWatch {
  account: { id: number; login: string } | null;
  repository: ReachedRepository | null;
  findings: Found[];
}

const Account = z.object({ id: z.int().positive(), login: z.string().min(1).max(255) });
const Repository = z.object({
  ...{
    id: z.int().positive(),
    name: z.string().min(1).max(255),
    owner: z.object({ login: z.string().min(1).max(255) }),
  },
  ...{ private: z.boolean(), archived: z.boolean().default(false), default_branch: z.string().min(1).max(255) },
});

/** What is to know of a repository where Catalyst acts as a person, asked with their token. Throws `ForgeAway`. */
export async function inspectWatch(asker: Asker, place: WatchPlace): Promise<InspectedWatch> {
  const tokens = `https://${place.host}/settings/personal-access-tokens`;
  const account = await askOrFail(asker.ask("GET /user", {}, Account), (why) =>
    failed("key", `the token isn't taken: ${why}`, {
      page: `${tokens}/new`,
      clicks: "Generate token; then watch again",
    }),
  );
  if ("failure" in account) {
    return { account: null, repository: null, findings: [account.failure] };
  }
  const key = judgeEnd(await asker.findTokenEnd().catch(orNoEnd), { login: account.found.login, tokens });
  const { owner, name } = place;
  const found = await askOrFail(asker.ask("GET /repos/{owner}/{repo}", { owner, repo: name }, Repository), (why) =>
    failed("repository", `the token doesn't reach it: ${why}`, {
      ...{ page: tokens, clicks: "the token, Edit, Repository access, Only select repositories, Update" },
    }),
  );
  if ("failure" in found) {
    return { account: account.found, repository: null, findings: [key, found.failure] };
  }
  const { default_branch: base, ...shown } = found.found;
  const repository = {
    ...{ id: shown.id, owner: shown.owner.login, name: shown.name },
    ...{ isArchived: shown.archived, isPublic: !shown.private },
  };
  const seen = { asker, repository, base, account: account.found };
  return { account: account.found, repository, findings: [key, ...(await inspectWithin(seen, place.host, tokens))] };
}

const WARNED_MILLISECONDS = 14 * 24 * 3_600_000;

/** A token that ends soon is told of while there is time to make another. */
function judgeEnd(end: Date | null, { login, tokens }: { login: string; tokens: string }): Found {
  const whose = `the token is ${login}'s, as whom Catalyst acts there`;
  if (end === null) {
    return ok("key", whose);
  }
  const until = `${whose}, until ${end.toISOString().slice(0, 10)}`;
  const mend = { page: `${tokens}/new`, clicks: "Generate token; then watch again" };
  return end.getTime() - Date.now() > WARNED_MILLISECONDS ? ok("key", until) : limited("key", until, mend);
}

function orNoEnd(error: unknown): null {
  if (!(error instanceof GitHubFault)) {
    throw error;
  }
  return null;
}

interface Seen {
  asker: Asker;
  repository: ReachedRepository;
  base: string;
  account: { id: number; login: string };
}

async function inspectWithin(seen: Seen, host: string, tokens: string): Promise<Found[]> {
  const { asker, repository, account } = seen;
  const page = `https://${host}/${repository.owner}/${repository.name}/settings`;
  if (repository.isArchived) {
    return [failed("repository", "it is archived", { page, clicks: "Danger Zone, Unarchive this repository" })];
  }
  const permission = await findPermission({ asker, repository }, { id: String(account.id), login: account.login });
  if (!mayWrite(permission)) {
    // Whoever may not is told no more by GitHub than that.
    return [failed("repository", `${account.login} may not write there`)];
  }
  const mend = { page: tokens, clicks: "the token, Edit, Permissions, Repository permissions, Update" };
  const rights = await inspectRights(seen, mend);
  return rights.state === "failed" ? [rights] : [rights, ...(await inspectRules({ asker, repository }, page))];
}

async function inspectRights(seen: Seen, mend: Mend): Promise<Found> {
  const { missing, isWithoutIssues } = await findMissingRights(seen);
  if (missing.length > 0) {
    return failed(
      "permissions",
      `the token lacks ${missing.map((name) => `${name}: Read and write`).join(", ")}`,
      mend,
    );
  }
  return isWithoutIssues
    ? limited("permissions", "the token has all that is needed, and issues are turned off there")
    : ok("permissions", "the token has all that is needed");
}

/** What passes by itself says nothing of the token. */
async function askOrFail<Shape>(
  asked: Promise<Shape>,
  toFinding: (why: string) => Found,
): Promise<{ found: Shape } | { failure: Found }> {
  try {
    return { found: await asked };
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const { problem } = error;
    const why =
      problem.kind === "unauthorized" ? "it was taken back, or its time is over" : describeForgeProblem(problem);
    return { failure: toFinding(why) };
  }
}
