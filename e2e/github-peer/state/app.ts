import type { Account } from "./account.ts";

export type Level = "read" | "write" | "admin";

/** By name, as GitHub calls them. */
export type Permissions = Readonly<Record<string, Level>>;

/** The GitHub App that is tried. */
export interface App {
  id: number;
  slug: string;
  clientId: string;
  /** PEM, as GitHub hands it out. */
  privateKey: string;
  publicKey: string;
  owner: Account;
  /** As what it is seen to act: `slug[bot]`. */
  bot: Account;
  permissions: Permissions;
  events: readonly string[];
  /** Those that it makes over REST without naming an author. */
  areCommitsSigned: boolean;
  /** People can be asked by it who they are. */
  hasDeviceFlow: boolean;
  /** How long it waits between two questions of what they said. */
  deviceSeconds: number;
  webhook: { id: number; url: string | null; secret: string };
  createdAt: Date;
}

export interface Installation {
  id: number;
  account: Account;
  permissions: Permissions;
  /** null: all repositories of the account. */
  repositoryIds: Set<number> | null;
  suspendedAt: Date | null;
  createdAt: Date;
}

export interface InstallationToken {
  token: string;
  installation: Installation;
  permissions: Permissions;
  /** Narrowed to these; null: all of the installation's. */
  repositoryIds: Set<number> | null;
  expiresAt: Date;
}

/** The permissions hold what is wanted, or more. */
export function holds(permissions: Permissions, name: string, wanted: Level): boolean {
  const order: Level[] = ["read", "write", "admin"];
  const level = Object.hasOwn(permissions, name) ? permissions[name] : undefined;
  return level !== undefined && order.indexOf(level) >= order.indexOf(wanted);
}
