import { CatalystError, describeForgeProblem } from "@catalyst/core";
import type { InstallationReader, ShownRepository } from "@catalyst/core/forge";
import { z } from "zod";
import { findBotId } from "../client/find-bot-id.ts";
import type { GitHubApp, OwnPlace } from "../client/open-app.ts";
import { withInstallation, withToken } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { listInstallations, readInstallation } from "./list-installations.ts";
import { listRepositories, Repository, readRepository } from "./list-repositories.ts";

const PERMISSIONS = { metadata: "read" } as const;

/** What says an App's GitHub of who let it in. */
export function installationReader(app: GitHubApp): InstallationReader {
  return app.person === null ? readerOfApp(app) : readerOfPerson(app, app.person);
}

function readerOfApp(app: GitHubApp): InstallationReader {
  return {
    list: () => explain(listInstallations(app.asker)),
    find: (installationId) => explain(orNull(readInstallation(app.asker, installationId))),
    listShown: (installationId) =>
      explain(orNull(withInstallation(app, { installationId, permissions: PERMISSIONS }, listRepositories))),
    async findShown({ installationId, repositoryId }) {
      const scope = { installationId, repository: { id: repositoryId }, permissions: PERMISSIONS };
      return explain(orNull<ShownRepository>(withToken(app, scope, readRepository)));
    },
    findBotId: (installationId) =>
      explain(
        orNull(withInstallation(app, { installationId, permissions: PERMISSIONS }, (asker) => findBotId(app, asker))),
      ),
  };
}

/** A person's one repository is shown as by an installation of its number, at the account whose it is. */
function readerOfPerson({ asker, id, botId }: GitHubApp, { owner, name }: OwnPlace): InstallationReader {
  const read = async () => {
    const shown = await orNull(asker.ask("GET /repos/{owner}/{repo}", { owner, repo: name }, Shown));
    return shown?.repository.repositoryId === id ? shown : null;
  };
  const installationOf = ({ account }: z.output<typeof Shown>) => ({
    ...{ installationId: id, ...account, permissions: {}, suspendedAt: null },
  });
  const find = () => explain(read().then((shown) => (shown === null ? null : installationOf(shown))));
  const findShown = () => explain(read().then((shown) => shown?.repository ?? null));
  return {
    find,
    findShown,
    async list() {
      const found = await find();
      return { installations: found === null ? [] : [found], isWhole: true };
    },
    async listShown() {
      const shown = await findShown();
      return shown === null ? null : { repositories: [shown], isWhole: true };
    },
    findBotId: async () => botId,
  };
}

const Shown = z
  .looseObject({ owner: z.object({ id: z.int().positive(), login: z.string().min(1).max(255), type: z.string() }) })
  .transform((shown, context) => {
    const repository = Repository.safeParse(shown).data;
    if (repository === undefined) {
      context.addIssue("it isn't a repository");
      return z.NEVER;
    }
    const { id: accountId, login: accountLogin, type } = shown.owner;
    const accountKind = type === "Organization" ? ("organization" as const) : ("user" as const);
    return { repository, account: { accountId, accountLogin, accountKind } };
  });

const ABSENT: readonly string[] = ["not_found", "gone", "uninstalled"];

/** null: it isn't there, or not for us. */
async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubFault && ABSENT.includes(error.problem.kind)) {
      return null;
    }
    throw error;
  }
}

/** Throws `ForgeAway` for what passes, and `unavailable` with what is wrong there. */
async function explain<Found>(asked: Promise<Found>): Promise<Found> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const why = describeForgeProblem(error.problem);
    throw new CatalystError("unavailable", `Asking GitHub who let the App in failed: ${why}.`, { cause: error });
  }
}
