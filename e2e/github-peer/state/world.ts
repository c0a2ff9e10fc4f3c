import type { Enterprise } from "../description/description.ts";
import type { RefChange } from "../git/watch-refs.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Delivery, Notice } from "../webhooks/delivery.ts";
import type { Account } from "./account.ts";
import type { App, Installation, InstallationToken } from "./app.ts";
import type { Attachment } from "./attachment.ts";
import type { DeviceAsk } from "./device-ask.ts";
import type { PersonalToken } from "./personal-token.ts";
import { fullName, type Repository } from "./repository.ts";
import type { Team } from "./team.ts";

/** All that the peer knows, in memory. Git has the rest. */
export interface World {
  app: App;
  accounts: Account[];
  repositories: Repository[];
  installations: Installation[];
  teams: Team[];
  /** What was renamed or transferred, by the full name that it had, in small letters. */
  formerNames: Map<string, Repository>;
  tokens: Map<string, InstallationToken>;
  /** Asked after every push, also one over the API. */
  pushListeners: ((push: Push) => void | Promise<void>)[];
  attachments: Attachment[];
  /** What was registered on GitHub's page and isn't fetched yet, by its code. */
  manifests: Map<string, { manifest: Manifest; owner: Account; expiresAt: number }>;
  /** By the code that the App holds. */
  deviceAsks: Map<string, DeviceAsk>;
  /** People's own, which the App was given. */
  userTokens: Map<string, Account>;
  /** Fine-grained ones that people made for themselves. */
  personalTokens: Map<string, PersonalToken>;
  deliveries: Delivery[];
  /** What waits for being sent; null: all is sent as it happens. */
  held: Notice[] | null;
  /** Those that are on their way. */
  sending: Set<Promise<void>>;
  /** Complains of a webhook that breaks GitHub's description; returns it as this version of GitHub tells it. */
  dressWebhook(name: string, body: object): object;
  /** The version, of GHES; null: github.com. */
  enterprise: Enterprise;
  /** What the host is called where something stands before it; null: by its address. */
  host: string | null;
  /** The peer's own address, known once it listens. */
  address: string;
  now(): Date;
  /** Numeric ids are unique among all kinds of things, so that a mix-up is found. */
  nextId(): number;
}

export interface Push {
  repository: Repository;
  changes: RefChange[];
  actor: Account;
}

/** Says what a push moved, and waits until all listeners have followed; nothing when it moved nothing. */
export async function announcePush(world: World, push: Push): Promise<void> {
  if (push.changes.length > 0) {
    push.repository.pushedAt = world.now();
    for (const listen of world.pushListeners) {
      await listen(push);
    }
  }
}

/** Logins and names are the same in any case. */
export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.find((account) => isSameName(account.login, login));
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.find((repository) => isSameName(fullName(repository), `${owner}/${name}`));
}

export function findRepositoryById({ repositories }: World, id: number): Repository | undefined {
  return repositories.find((repository) => repository.id === id);
}

/** The installation that has the repository. */
export function findInstallationOf(world: World, repository: Repository): Installation | undefined {
  return world.installations.find((installation) => hasRepository(installation, repository));
}

export function hasRepository({ account, repositoryIds }: Installation, repository: Repository): boolean {
  return account.id === repository.owner.id && (repositoryIds === null || repositoryIds.has(repository.id));
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
