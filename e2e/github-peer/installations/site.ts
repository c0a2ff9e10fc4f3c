import { randomBytes } from "node:crypto";
import { attach } from "../attachments/images.ts";
import { reportJobs, type WorkflowJob } from "../checks/report-checks.ts";
import type { Account } from "../state/account.ts";
import type { Installation, Permissions } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import { findAccount, findRepository, hasRepository, type World } from "../state/world.ts";
import { tellInstallation, tellRepositories } from "./tell-installation.ts";

/** What people do on GitHub's pages alone, because its API has nothing for it. */
export interface Site {
  /** Installs the App at an account: in all of its repositories, or in the named ones. */
  install(login: string, repositories?: readonly string[]): Installation;
  /** From now on the installation has these repositories, by name; null: all. */
  chooseRepositories(login: string, names: readonly string[] | null): void;
  /** Accepts what the App asks for since its permissions were changed. */
  acceptPermissions(login: string, permissions: Permissions): void;
  /** What the host is called where something stands before it. */
  nameHost(host: string): void;
  /** A person, or an organisation, is called otherwise from now on: the login is free for another. */
  renameAccount(login: string, to: string): void;
  /** Types the App's code on GitHub's page, as this person, and agrees; null: somebody refuses. */
  typeCode(userCode: string, login: string | null): void;
  /** Makes a fine-grained token of the person for some of their repositories, by `owner/name`. */
  makeToken(login: string, of: NewToken): string;
  /** Takes back all of the person's fine-grained tokens. */
  revokeTokens(login: string): void;
  /** Lets people be asked by the App who they are, which GitHub's page of it can. */
  enableDeviceFlow(): void;
  /** Drops a file into a text field; returns the address that the text then has. */
  attach(bytes: Uint8Array, mediaType: string): string;
  /** Reports what workflows found out of a commit. */
  runJobs(name: string, jobs: Jobs): Promise<void>;
}

interface NewToken {
  repositories: readonly string[];
  permissions: Permissions;
  endsAt?: Date;
}

interface Jobs {
  sha: string;
  jobs: readonly WorkflowJob[];
}

export function makeSite(world: World): Site {
  const find = (login: string) => {
    const installation = world.installations.find(({ account }) => account.login === login);
    if (!installation) {
      throw new Error(`The App isn't installed at ${login}.`);
    }
    return installation;
  };
  return {
    install(login, repositories) {
      const account = findPlanned(world, login);
      const installation: Installation = {
        ...{ id: world.nextId(), account, permissions: world.app.permissions, createdAt: world.now() },
        ...{ repositoryIds: idsOf(world, login, repositories ?? null), suspendedAt: null },
      };
      world.installations.push(installation);
      tellInstallation(world, installation, "created");
      return installation;
    },
    chooseRepositories(login, names) {
      const installation = find(login);
      const before = listRepositories(world, installation);
      installation.repositoryIds = idsOf(world, login, names);
      tellDifference(world, installation, before);
    },
    nameHost(host) {
      world.host = host;
    },
    renameAccount(login, to) {
      findPlanned(world, login).login = to;
    },
    typeCode(userCode, login) {
      const ask = [...world.deviceAsks.values()].find((each) => each.userCode === userCode);
      if (ask === undefined) {
        throw new Error(`Nobody was asked by the code ${userCode}.`);
      }
      ask.said = login === null ? "denied" : { account: findPlanned(world, login) };
    },
    makeToken(login, { repositories, permissions, endsAt = null }) {
      const token = `github_pat_${randomBytes(20).toString("hex")}`;
      const repositoryIds = new Set(repositories.map((name) => findNamed(world, name).id));
      world.personalTokens.set(token, { account: findPlanned(world, login), repositoryIds, permissions, endsAt });
      return token;
    },
    revokeTokens(login) {
      const theirs = [...world.personalTokens].filter(([, { account }]) => account.login === login);
      for (const [token] of theirs) {
        world.personalTokens.delete(token);
      }
    },
    enableDeviceFlow() {
      world.app.hasDeviceFlow = true;
    },
    attach: (bytes, mediaType) => attach(world, bytes, mediaType),
    async runJobs(name, jobs) {
      await reportJobs(world, findNamed(world, name), jobs);
    },
    acceptPermissions(login, permissions) {
      const installation = find(login);
      installation.permissions = permissions;
      tellInstallation(world, installation, "new_permissions_accepted");
    },
  };
}

function findPlanned(world: World, login: string): Account {
  const account = findAccount(world, login);
  if (!account) {
    throw new Error(`The peer's plan has no ${login}.`);
  }
  return account;
}

/** What is added and what is removed are told apart, as GitHub does. */
function tellDifference(world: World, installation: Installation, before: readonly Repository[]): void {
  const after = listRepositories(world, installation);
  const added = after.filter((repository) => !before.includes(repository));
  const removed = before.filter((repository) => !after.includes(repository));
  if (added.length > 0) {
    tellRepositories(world, installation, { added, removed: [] });
  }
  if (removed.length > 0) {
    tellRepositories(world, installation, { added: [], removed });
  }
}

function listRepositories({ repositories }: World, installation: Installation): Repository[] {
  return repositories.filter((repository) => hasRepository(installation, repository));
}

function idsOf({ repositories }: World, login: string, names: readonly string[] | null): Set<number> | null {
  const owned = repositories.filter(({ owner }) => owner.login === login);
  return names && new Set(owned.filter(({ name }) => names.includes(name)).map(({ id }) => id));
}

function findNamed(world: World, name: string): Repository {
  const [owner = "", repo = ""] = name.split("/");
  const repository = findRepository(world, owner, repo);
  if (!repository) {
    throw new Error(`The peer's plan has no ${name}.`);
  }
  return repository;
}
