import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import type { Writer } from "../limits/open-writer.ts";
import { type Asker, createAsker } from "./asker.ts";
import type { GitHubApp, OwnPlace } from "./open-app.ts";
import { openOctokit } from "./open-octokit.ts";

/** What one step needs, and no more. */
export interface TokenScope {
  installationId: number;
  /** By its number; by its name only where nobody knows the number yet. */
  repository: { id: number } | { name: string };
  permissions: Readonly<Record<string, "read" | "write">>;
}

/** Of what is read beside contents: where all of it asks for the same, one kept token serves it. */
export const READS = { issues: "read", pull_requests: "read", metadata: "read" } as const;

/** The repository that a token reaches, as it is called by now. */
export interface ReachedRepository {
  id: number;
  owner: string;
  name: string;
  isArchived: boolean;
  /** Everybody may see it. */
  isPublic: boolean;
}

/** What is done with one token. */
export interface TokenStep {
  asker: Asker;
  writer: Writer;
  repository: ReachedRepository;
  /** For git. It is told to nobody else, and is worth nothing once the step is over. */
  token: string;
}

/**
 * Does one step with a token of its own, which ends with the step. A token that isn't taken is replaced by another once, and
 * the step done again. Throws `GitHubFault`, and what `work` throws.
 */
export async function withToken<Result>(
  app: GitHubApp,
  scope: TokenScope,
  work: (step: TokenStep) => Promise<Result>,
): Promise<Result> {
  try {
    return await doStep(app, scope, work);
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "unauthorized") {
      return doStep(app, scope, work);
    }
    throw error;
  }
}

async function doStep<Result>(
  app: GitHubApp,
  scope: TokenScope,
  work: (step: TokenStep) => Promise<Result>,
): Promise<Result> {
  const { step, revoke } = await mintStep(app, scope);
  try {
    return await work(step);
  } finally {
    await revoke();
  }
}

/** A token, and what gives it back. One that can't be given back ends by itself within the hour. */
export interface MintedStep {
  step: TokenStep;
  revoke(): Promise<void>;
}

/** Throws `GitHubFault`. */
export async function mintStep(app: GitHubApp, scope: TokenScope): Promise<MintedStep> {
  if (app.person !== null) {
    return openOwnStep(app, app.person, scope);
  }
  const { gate, writer } = app.limitsOf(scope.installationId);
  gate.check();
  const { token, repository } = await mint(app, scope);
  const { asker, revoke } = openToken(app, { installationId: scope.installationId, token });
  return { step: { asker, writer, repository, token }, revoke };
}

/** Does something with a token for all that an installation shows, which ends with it. Throws `GitHubFault`, and what `work` throws. */
export async function withInstallation<Result>(
  app: GitHubApp,
  { installationId, permissions }: Pick<TokenScope, "installationId" | "permissions">,
  work: (asker: Asker) => Promise<Result>,
): Promise<Result> {
  if (app.person !== null) {
    return work(app.asker);
  }
  const wish = { installation_id: installationId, permissions };
  const { token } = await app.asker
    .ask(MINT, wish, z.object({ token: Token }))
    .catch((error: unknown) => Promise.reject(error instanceof GitHubFault ? explainMint(error, permissions) : error));
  const { asker, revoke } = openToken(app, { installationId, token });
  try {
    return await work(asker);
  } finally {
    await revoke();
  }
}

/** A person's token is for one repository, can't be narrowed, and stays theirs. What it isn't good for is refused by GitHub. */
async function openOwnStep(
  app: GitHubApp,
  own: OwnPlace,
  { repository, installationId }: TokenScope,
): Promise<MintedStep> {
  const isIt = "id" in repository ? repository.id === app.id : repository.name === own.name;
  const reached = isIt ? await seeRepository(app.asker, own) : null;
  if (reached?.id !== app.id) {
    throw new GitHubFault({ kind: "not_found" });
  }
  const { writer } = app.limitsOf(installationId);
  const step = { asker: app.asker, writer, repository: reached, token: own.token };
  return { step, revoke: async () => undefined };
}

function openToken(app: GitHubApp, { installationId, token }: { installationId: number; token: string }) {
  const octokit = openOctokit(app.api, app.connections, { auth: token });
  const { gate } = app.limitsOf(installationId);
  const nothing = () => undefined;
  return {
    asker: createAsker(octokit, { gate, now: app.now }),
    revoke: () => octokit.request("DELETE /installation/token").then(nothing, nothing),
  };
}

const MINT = "POST /app/installations/{installation_id}/access_tokens";
const Token = z.string().min(1).max(1000);

const Reached = z.object({
  id: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  archived: z.boolean().default(false),
  private: z.boolean(),
});
const Minted = z.object({ token: Token, repositories: z.array(Reached) });

/** What has a name by now: the repository that had it, wherever it is, or another that got it since. Throws `GitHubFault`. */
export async function seeRepository(
  asker: Asker,
  { owner, name }: Pick<ReachedRepository, "owner" | "name">,
): Promise<ReachedRepository> {
  return repositoryOf(await asker.ask("GET /repos/{owner}/{repo}", { owner, repo: name }, Reached));
}

function repositoryOf({ id, name, owner, archived, private: isPrivate }: z.output<typeof Reached>): ReachedRepository {
  return { id, name, owner: owner.login, isArchived: archived, isPublic: !isPrivate };
}

async function mint(app: GitHubApp, { installationId, repository, permissions }: TokenScope) {
  const narrowed = "id" in repository ? { repository_ids: [repository.id] } : { repositories: [repository.name] };
  const wish = { installation_id: installationId, ...narrowed, permissions };
  try {
    const { token, repositories } = await app.asker.ask(MINT, wish, Minted);
    const [reached] = repositories;
    if (reached === undefined) {
      throw new GitHubFault({ kind: "not_found" });
    }
    return { token, repository: repositoryOf(reached) };
  } catch (error) {
    throw error instanceof GitHubFault ? explainMint(error, permissions) : error;
  }
}

const GONE = 404;
const REFUSED = 422;

function explainMint(fault: GitHubFault, permissions: TokenScope["permissions"]): GitHubFault {
  if (fault.status === GONE) {
    return new GitHubFault({ kind: "uninstalled" }, { cause: fault });
  }
  if (fault.status !== REFUSED || fault.problem.kind !== "refused") {
    return fault;
  }
  const asked = Object.entries(permissions).map(([name, level]) => `${name}: ${level}`);
  return new GitHubFault(
    /permissions/i.test(fault.problem.reason)
      ? { kind: "forbidden", permission: asked.join(", ") }
      : { kind: "not_found" },
    { cause: fault },
  );
}
