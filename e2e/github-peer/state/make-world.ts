import { createBareRepository } from "../git/create-bare-repository.ts";
import type { Account } from "./account.ts";
import type { Installation } from "./app.ts";
import { makeApp } from "./make-app.ts";
import type { Plan, RepositoryPlan } from "./plan.ts";
import type { Repository } from "./repository.ts";
import { makeToken } from "./secrets.ts";
import type { Team } from "./team.ts";
import { findAccount, findRepository, type World } from "./world.ts";

const FIRST_ID = 1001;

/** Makes what the plan names; repositories are made below the folder. Throws where the plan names what isn't in it. */
export async function makeWorld(plan: Plan, folder: string): Promise<World> {
  let lastId = FIRST_ID;
  const nextId = () => lastId++;
  const { now: clock = Date.now } = plan;
  const now = () => new Date(clock());
  const accounts = makeAccounts(plan, nextId);
  const app = await makeApp(plan, { accounts, nextId, now });
  const world: World = {
    ...{
      app,
      accounts: [...accounts, app.bot],
      repositories: [],
      installations: [],
      teams: [],
      formerNames: new Map(),
    },
    dressWebhook: (_, body) => body,
    enterprise: plan.enterprise ?? null,
    host: null,
    ...{
      tokens: new Map(),
      pushListeners: [],
      attachments: [],
      manifests: new Map(),
      deviceAsks: new Map(),
      userTokens: new Map(),
      personalTokens: new Map(),
      deliveries: [],
      held: null,
      sending: new Set<Promise<void>>(),
      address: "",
      now,
      nextId,
    },
  };
  world.teams.push(...Object.entries(plan.teams ?? {}).map(([name, members]) => makeTeam(world, name, members)));
  for (const [name, repositoryPlan] of Object.entries(plan.repositories ?? {})) {
    world.repositories.push(await makeRepository(world, { name, folder, plan: repositoryPlan }));
  }
  for (const login of Object.keys(plan.installations ?? {})) {
    world.installations.push(makeInstallation(world, login, plan));
  }
  return world;
}

function makeAccounts({ people = [], organizations = [] }: Plan, nextId: () => number): Account[] {
  const person = (login: string): Account => ({ id: nextId(), login, type: "User", token: makeToken("ghp") });
  const organization = (login: string): Account => ({ id: nextId(), login, type: "Organization", token: null });
  return [...people.map(person), ...organizations.map(organization)];
}

function makeTeam(world: World, name: string, members: readonly string[]): Team {
  const [login = "", slug = ""] = name.split("/");
  const memberIds = new Set(members.map((member) => needAccount(world, member).id));
  return { id: world.nextId(), organization: needAccount(world, login), slug, memberIds };
}

interface NamedRepository {
  name: string;
  folder: string;
  plan: RepositoryPlan;
}

async function makeRepository(world: World, named: NamedRepository): Promise<Repository> {
  const [login = "", name = ""] = named.name.split("/");
  const {
    isPrivate = false,
    isArchived = false,
    isPushProtected = false,
    roles = {},
    teams = {},
    files = { "README.md": `# ${name}\n` },
  } = named.plan;
  const id = world.nextId();
  return {
    ...{ id, name, isPrivate, isArchived, isPushProtected, defaultBranch: "main" },
    owner: needAccount(world, login),
    parent: null,
    teams: Object.entries(teams).map(([slug, role]) => ({ team: needTeam(world, `${login}/${slug}`), role })),
    roles: new Map(Object.entries(roles).map(([person, role]) => [needAccount(world, person).id, role])),
    folder: await createBareRepository({ parent: named.folder, id, files }),
    createdAt: world.now(),
    pushedAt: world.now(),
    issues: [],
    labels: [],
    goneIssues: new Map(),
    signedCommits: new Set(),
    rulesets: [],
    checkRuns: [],
    statuses: [],
    activities: [],
  };
}

function makeInstallation(world: World, login: string, plan: Plan): Installation {
  const { repositories, permissions = world.app.permissions } = plan.installations?.[login] ?? {};
  const account = needAccount(world, login);
  const idOf = (name: string) => {
    const repository = findRepository(world, login, name);
    if (!repository) {
      throw new Error(`The plan's installation at ${login} names ${name}, which no repository of the plan is.`);
    }
    return repository.id;
  };
  return {
    id: world.nextId(),
    repositoryIds: repositories ? new Set(repositories.map(idOf)) : null,
    suspendedAt: null,
    createdAt: world.now(),
    ...{ account, permissions },
  };
}

function needTeam({ teams }: World, name: string): Team {
  const team = teams.find(({ organization, slug }) => `${organization.login}/${slug}` === name);
  if (!team) {
    throw new Error(`The plan names the team ${name}, which isn't among its teams.`);
  }
  return team;
}

function needAccount(world: World, login: string): Account {
  const account = findAccount(world, login);
  if (!account) {
    throw new Error(`The plan names ${login}, who is neither among its people nor its organizations.`);
  }
  return account;
}
