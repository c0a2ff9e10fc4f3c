import type { Enterprise } from "../description/description.ts";
import type { Role } from "./account.ts";
import type { Permissions } from "./app.ts";

/** What a peer begins with. */
export interface Plan {
  /** Logins; each gets a token. */
  people?: readonly string[];
  organizations?: readonly string[];
  /** The members' logins, by `organization/slug`. */
  teams?: Readonly<Record<string, readonly string[]>>;
  /** By `owner/name`. */
  repositories?: Readonly<Record<string, RepositoryPlan>>;
  app?: AppPlan;
  /** By the account's login. */
  installations?: Readonly<Record<string, InstallationPlan>>;
  /** A version of GHES; github.com unless it is said. */
  enterprise?: Enterprise;
  limits?: Partial<Limits>;
  /** Milliseconds; the machine's clock unless a test moves its own. */
  now?: () => number;
}

interface AppPlan {
  slug?: string;
  permissions?: Permissions;
  events?: readonly string[];
  webhookUrl?: string;
  /** GitHub signs commits that the App makes over REST; off unless it is said, as nobody knows for sure. */
  areCommitsSigned?: boolean;
  /** People can be asked by it who they are. */
  hasDeviceFlow?: boolean;
  /** How long it waits between two questions of what they said; as GitHub does unless it is said. */
  deviceSeconds?: number;
}

export interface RepositoryPlan {
  isPrivate?: boolean;
  isArchived?: boolean;
  /** GitHub's push protection; off unless it is said. */
  isPushProtected?: boolean;
  /** By login. */
  roles?: Readonly<Record<string, Role>>;
  /** By slug, of teams that the owner has. */
  teams?: Readonly<Record<string, Role>>;
  /** The first commit's, by path. */
  files?: Readonly<Record<string, string>>;
}

interface InstallationPlan {
  /** Names; all of the account's when left out. */
  repositories?: readonly string[];
  /** The App's when left out; less while its owner hasn't accepted new ones. */
  permissions?: Permissions;
}

/** Of each installation and each person. */
export interface Limits {
  requestsPerHour: number;
  /** A reading request is one point, another one five. */
  pointsPerMinute: number;
  contentPerMinute: number;
  contentPerHour: number;
}

export const GITHUB_LIMITS: Limits = {
  requestsPerHour: 5000,
  pointsPerMinute: 900,
  contentPerMinute: 80,
  contentPerHour: 500,
};
