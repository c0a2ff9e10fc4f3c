import { z } from "zod";
import { Envelope } from "../../sealing/envelope.ts";

/** A number that GitHub gave something, which stays when its name changes. */
export const GitHubId = z.int().positive();

/** Where a GitHub is: `github.com`, or the name of one that a company runs itself, with its port where that isn't the usual. */
export const GitHubHost = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, "must be a host's name in lower case");

/** An account that people pick in GitHub's boxes. It does nothing itself, and holds no token. */
export const MachineUser = z.object({
  id: GitHubId,
  /** What it was called when it was named; its id decides. */
  login: z.string().min(1).max(255),
});
export type MachineUser = z.infer<typeof MachineUser>;

/** A secret that goes on counting until then, for deliveries that were signed with it. */
export const FormerSecret = z.object({ secret: Envelope, endsAt: z.coerce.date() });

/** How many of those one App has at most: each costs every delivery a signature. */
export const MAX_FORMER_SECRETS = 4;

/** The one repository in which somebody has Catalyst act as them, instead of an App. */
export const WatchedRepository = z.object({
  repositoryId: GitHubId,
  /** What it was called when it was last seen. */
  owner: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
});
export type WatchedRepository = z.infer<typeof WatchedRepository>;

/**
 * The App of a GitHub by which Catalyst hears and acts there, or (`watched`) a person who lets it act as them in one repository: then
 * number and name are the repository's and the person's, and their token is in the place of the key.
 */
export const GitHubApp = z.object({
  id: z.uuid(),
  host: GitHubHost,
  appId: GitHubId,
  slug: z.string().min(1).max(255),
  /** The account that its comments and commits are by; null: it isn't known yet. */
  botUserId: GitHubId.nullable(),
  /** By which people link their accounts; null: they can't. */
  clientId: z.string().min(1).max(255).nullable(),
  /** Sealed to the workers. */
  privateKey: Envelope,
  /** What its deliveries are signed with, sealed to the servers; null: it sends none. */
  webhookSecret: Envelope.nullable(),
  formerSecrets: z.array(FormerSecret).max(MAX_FORMER_SECRETS),
  machineUsers: z.array(MachineUser).max(20),
  /** null: it is an App. */
  watched: WatchedRepository.nullable(),
  createdAt: z.date(),
});
export type GitHubApp = z.infer<typeof GitHubApp>;
