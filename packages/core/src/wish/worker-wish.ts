import { z } from "zod";
import { Actor } from "../account/actor.ts";
import { CheckedDefinition, KnownAgent, StartedAgent } from "../agent/agent-facts.ts";
import { AgentId } from "../agent/agent-id.ts";
import { GitHubFinding } from "../forge/app/finding.ts";
import { GitHubHost, MachineUser } from "../forge/app/github-app.ts";
import { AskedLink, BegunLink, MAX_PENDING } from "../forge/app/link.ts";
import { ChosenRequest, MAX_CHOSEN, MissedRequest } from "../forge/missed/missed-request.ts";
import { KEPT_KINDS, type KeptKind } from "../retention/retention.ts";
import { Envelope } from "../sealing/envelope.ts";
import { Rotated } from "../sealing/rotated.ts";
import { EffectiveSettings } from "../settings/effective-settings.ts";
import { MAX_SETTINGS_BYTES } from "../settings/file/load-settings.ts";
import { NamedRepository, SeenRepository } from "../vcs/named-repository.ts";
import { StoredWay } from "../way.ts";
import type { WishStore } from "./wish-store.ts";

const Kinds = z.enum(Object.keys(KEPT_KINDS) as [KeptKind, ...KeptKind[]]);
/** What is kept of a kind, in bytes, and for how many days. `bytes` null: too much to find out. */
export const KeptSize = z.object({ kind: Kinds, bytes: z.number().nonnegative().nullable(), days: z.int() });
export type KeptSize = z.infer<typeof KeptSize>;

const Commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const AgentName = z.string().min(1).max(100);

const GitHubName = z.object({ owner: z.string().max(255), name: z.string().max(255) });

/** What waits for a person at another place. */
export const SIGN_IN_WISHES = ["sign_in_chatgpt"] as const;
/** What keeps a worker at work for minutes. */
export const WORKING_WISHES = ["install_agent", "sweep", "drop_setups"] as const;
/** What takes minutes: whoever asks for it looks later what came of it. */
export const LASTING_WISHES = [...WORKING_WISHES, ...SIGN_IN_WISHES] as const;

/** What is done where environments are made, asked of a worker by who isn't there. */
export const WorkerWish = z.discriminatedUnion("kind", [
  /** One of the registry or of the user's own. `from`: the person's own executable instead of the pinned version. */
  z.object({
    kind: z.literal("install_agent"),
    agentId: AgentId,
    from: z.string().max(4096).startsWith("/").nullable().default(null),
  }),
  /** Removes what has had its time, or all of these kinds that nothing uses. */
  z.object({ kind: z.literal("sweep"), kinds: z.array(Kinds).nullable() }),
  /** Drops what setups made, of one repository or of all. */
  z.object({ kind: z.literal("drop_setups"), repoId: z.uuid().nullable() }),
  /** Has a person sign in to ChatGPT by a code, and stores the login that comes of it as theirs. */
  z.object({ kind: z.literal("sign_in_chatgpt"), userId: z.uuid(), isReplacing: z.boolean() }),
  /** The registry's and the user's own. */
  z.object({ kind: z.literal("list_agents") }),
  /** Starts an agent's executable, in an empty environment. */
  z.object({ kind: z.literal("start_agent"), agentId: AgentName }),
  /** Reads a definition. `path`: the file as its person knows it. */
  z.object({
    kind: z.literal("check_definition"),
    agentId: AgentName,
    path: z.string().max(4096),
    text: z.string().max(MAX_SETTINGS_BYTES),
  }),
  /** `base`: what work would start from; null: as the repository has it. */
  z.object({
    kind: z.literal("look_at_repository"),
    repository: NamedRepository,
    base: z.string().max(255).nullable(),
  }),
  /** What the machine keeps. */
  z.object({ kind: z.literal("measure_kept") }),
  /** What an execution's result changes, from the byte `offset` on. */
  z.object({
    kind: z.literal("read_diff"),
    repoId: z.uuid(),
    executionId: z.uuid(),
    baseCommit: Commit,
    headCommit: Commit,
    offset: z.int().nonnegative(),
  }),
  /** Adds the App of a GitHub that a manifest's code stands for. */
  z.object({
    kind: z.literal("convert_manifest"),
    host: GitHubHost,
    code: z.string().min(1).max(255),
    hasWebhook: z.boolean().default(true),
    machineUsers: z.array(MachineUser).max(20),
  }),
  /** Adds and removes accounts that people pick for an App. `id` null: it is looked up. */
  z.object({
    kind: z.literal("change_machine_users"),
    appId: z.uuid(),
    add: z.array(z.object({ login: MachineUser.shape.login, id: MachineUser.shape.id.nullable() })).max(20),
    remove: z.array(MachineUser.shape.login).max(20),
  }),
  /** Notes who let an App in and what they show it. `appId`: our id. */
  z.object({ kind: z.literal("look_at_installations"), appId: z.uuid() }),
  /** Looks at all Apps, and at one repository by its name (null: at those that they are shown), and mends there what we can. */
  z.object({
    kind: z.literal("inspect_github"),
    repository: GitHubName.nullable(),
    isMending: z.boolean().default(false),
  }),
  /** Looks for what was asked and never decided, in one repository by its name (null: in those that Apps are shown). */
  z.object({ kind: z.literal("find_missed"), repository: GitHubName.nullable() }),
  /** Has of that be decided what was chosen, as far as it is found once more. */
  z.object({
    kind: z.literal("begin_missed"),
    repository: GitHubName.nullable(),
    chosen: z.array(ChosenRequest).max(MAX_CHOSEN),
  }),
  /** Begins to ask a person at a GitHub who they are there, by an App of ours. */
  z.object({ kind: z.literal("begin_github_link"), host: GitHubHost, userId: z.uuid() }),
  /** Asks what came of it. `pending`: what beginning it answered. */
  z.object({ kind: z.literal("ask_github_link"), pending: z.string().max(MAX_PENDING), userId: z.uuid() }),
  /** Acts as a person in one repository, by their token for it. */
  z.object({
    kind: z.literal("watch_repository"),
    ...{ host: GitHubHost, ...GitHubName.shape, userId: z.uuid(), token: Envelope },
  }),
  /** Changes the pair that is sealed to, and wraps all of it anew. */
  z.object({ kind: z.literal("rotate_keys") }),
  /** The settings that count for work from a base; null: as the files lie in the checkout, committed or not. */
  z.object({
    kind: z.literal("check_settings"),
    ...{ repoId: z.uuid(), base: z.string().max(255).nullable(), askedBy: Actor },
  }),
]);
export type WorkerWish = z.infer<typeof WorkerWish>;

export const WorkerAnswer = z.discriminatedUnion("kind", [
  /** null: the agent needs no installation. */
  z.object({ kind: z.literal("installed"), version: z.string().nullable() }),
  z.object({ kind: z.literal("swept"), removed: z.record(Kinds, z.int().nonnegative()) }),
  z.object({ kind: z.literal("dropped"), count: z.int().nonnegative() }),
  z.object({ kind: z.literal("signed_in"), credentialId: z.uuid() }),
  z.object({ kind: z.literal("kept"), kept: z.array(KeptSize) }),
  /** `nextOffset` null: there is nothing after it. */
  z.object({ kind: z.literal("diff"), text: z.string(), nextOffset: z.int().nullable() }),
  z.object({ kind: z.literal("agents"), agents: z.array(KnownAgent) }),
  z.object({ kind: z.literal("started"), agentId: AgentId, started: StartedAgent }),
  z.object({ kind: z.literal("definition"), checked: CheckedDefinition }),
  z.object({ kind: z.literal("repository"), seen: SeenRepository }),
  z.object({
    kind: z.literal("settings"),
    settings: EffectiveSettings,
    /** Why they aren't the base's own, as a sentence; null: they are. */
    note: z.string().nullable(),
    /** Whether they are read as they lie in the checkout. */
    isCheckout: z.boolean(),
  }),
  Rotated.extend({ kind: z.literal("rotated") }),
  z.object({ kind: z.literal("app_added"), appId: z.uuid() }),
  z.object({ kind: z.literal("installations_noted") }),
  z.object({ kind: z.literal("machine_users_changed") }),
  /** `leftOut`: how many repositories weren't looked at, as there are too many. */
  z.object({
    kind: z.literal("github_inspected"),
    findings: z.array(GitHubFinding),
    leftOut: z.int().nonnegative(),
  }),
  /** `isWhole` false: not all was looked at, as there is too much. */
  z.object({ kind: z.literal("missed_found"), missed: z.array(MissedRequest), isWhole: z.boolean() }),
  z.object({ kind: z.literal("missed_begun"), begun: z.array(MissedRequest) }),
  z.object({ kind: z.literal("github_link_begun"), begun: BegunLink }),
  z.object({ kind: z.literal("github_link_asked"), asked: AskedLink }),
  /** `appId`: our id of the watch. */
  z.object({ kind: z.literal("repository_watched"), appId: z.uuid() }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string(), way: StoredWay.nullish() }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;

export type WorkerWishStore = WishStore<WorkerWish, WorkerAnswer>;
