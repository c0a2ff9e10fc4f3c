import { z } from "zod";
import { AgentId } from "./agent/agent-id.ts";
import { CredentialProvider } from "./credential/credential.ts";
import { BranchProblem } from "./result/branch-problem.ts";

const task = z.int().positive();
const Name = z.string().max(255);
const Path = z.string().max(4096);

/** What goes on with a task once the way has been gone. */
export const NextStep = z.object({ kind: z.enum(["retry_task", "resume_task", "publish_task"]), task });
export type NextStep = z.infer<typeof NextStep>;
const next = NextStep.optional();

/** What can be done with one task, by the number that people type. */
const TASK_WAYS = [
  z.object({ kind: z.literal("start_task") }),
  z.object({ kind: z.literal("write_prompt") }),
  /** Another of what was asked for, or one where none was; `example`: one that would do. */
  z.object({
    kind: z.literal("choose"),
    what: z.enum(["base", "branch", "agent", "model", "address"]),
    example: Name.optional(),
  }),
  /** Where the repository is: its folder, a folder that is made one, a clone of what is elsewhere, or one that is registered. */
  z.object({ kind: z.literal("name_repository"), how: z.enum(["folder", "make", "clone", "registered"]) }),
  /** `ifAgain`: what to do when that doesn't help. */
  z.object({ kind: z.literal("retry_task"), task, ifAgain: z.literal("see_doctor").optional() }),
  z.object({ kind: z.literal("cancel_task"), task }),
  z.object({ kind: z.literal("see_task"), task }),
  z.object({ kind: z.literal("see_log"), task, next }),
  z.object({ kind: z.literal("send_message"), task }),
  /** The base is merged into its branch. */
  z.object({ kind: z.literal("update_branch"), task }),
  z.object({ kind: z.literal("decide_plan"), task }),
  z.object({ kind: z.literal("edit_plan"), task }),
  /** A plan that is rejected needs a word of what to change. */
  z.object({ kind: z.literal("give_feedback"), task }),
  z.object({ kind: z.literal("pick_result"), task }),
  /** Work that stands kept is published as it is. */
  /** `isBaseGone`: for another base, as its own isn't there. */
  z.object({ kind: z.literal("publish_task"), task, isBaseGone: z.boolean().optional() }),
  /** Work that couldn't be looked at may be readable by now. */
  z.object({ kind: z.literal("check_again"), task }),
  /** Work that the project's own check rejected gets another turn, or is published as it is. */
  z.object({ kind: z.literal("send_or_publish"), task }),
  z.object({ kind: z.literal("accept_findings"), task, rules: z.array(Name).min(1).max(100).readonly() }),
  /** `ref`: where the work stands in the repository. */
  z.object({ kind: z.literal("mend_branch"), problem: BranchProblem, ref: Name.nullable(), next: NextStep }),
] as const;

/** What can be done about keys and money. */
const MEANS_WAYS = [
  /** Of any one of these; the preferred first. */
  z.object({
    kind: z.literal("add_credential"),
    providers: z.array(CredentialProvider).min(1).max(20).readonly(),
    next,
  }),
  /** To make an account of a forge one's own here, with a key of one's own; or the project's owner opens theirs. The preferred first. */
  z.object({
    kind: z.literal("connect_account"),
    providers: z.array(CredentialProvider).min(1).max(20).readonly(),
    next,
  }),
  /** To make an account of a forge one's own here that may write where the work is. */
  z.object({ kind: z.literal("link_account"), host: Name, next }),
  /** `isOfTask`: the key isn't stored but came along with the task. */
  z.object({ kind: z.literal("replace_credential"), provider: CredentialProvider, isOfTask: z.boolean(), next }),
  z.object({ kind: z.literal("give_key"), provider: CredentialProvider.optional() }),
  /** To the provider's subscription, once more or for the first time. */
  z.object({ kind: z.literal("sign_in_to_provider"), provider: CredentialProvider, next }),
  /** null: under another name. */
  z.object({ kind: z.literal("add_secret"), name: Name.nullable() }),
  z.object({
    kind: z.literal("raise_budget"),
    scope: z.enum(["execution", "task", "project", "day"]),
    unit: z.enum(["usd", "tokens"]),
    /** How much more than the limit is spent: what it takes to go on at all; absent: not known. */
    over: z.number().nonnegative().optional(),
    next,
  }),
  z.object({ kind: z.literal("raise_limit"), limit: z.enum(["time", "memory", "disk"]), next }),
  /** For a provider, or for whoever else was asked too much or doesn't answer. */
  z.object({ kind: z.literal("wait"), next }),
] as const;

/** What can be done about settings and rights, by the project's owner or in its repository. */
const PROJECT_WAYS = [
  z.object({ kind: z.literal("enable_agent"), agent: AgentId, enabled: z.array(AgentId).max(100).readonly() }),
  z.object({ kind: z.literal("allow_hosts"), hosts: z.array(Name).min(1).max(100).readonly() }),
  z.object({ kind: z.literal("set_setting"), key: Name }),
  z.object({ kind: z.literal("ask_owner"), next }),
  /** What the message says is mended there. `request`: what was asked for. */
  z.object({
    kind: z.literal("mend"),
    what: z.enum(["settings", "agent", "setup_hook", "repository", "request", "installation"]),
    next,
  }),
] as const;

/** What can be done where environments are made. */
const MACHINE_WAYS = [
  z.object({ kind: z.literal("see_doctor"), next }),
  z.object({ kind: z.literal("see_service_logs"), next }),
  /** One that is installed in the repository. */
  z.object({ kind: z.literal("add_github_app"), next }),
  /** A server that a GitHub is to tell what happens; or the App tells nothing. */
  z.object({ kind: z.literal("open_to_github") }),
  z.object({ kind: z.literal("install_agent"), agent: AgentId }),
  /** Once what the message says is mended. `isOneFile`: the person's own program can be brought instead. */
  z.object({ kind: z.literal("install_again"), agent: AgentId, isOneFile: z.boolean(), next }),
  z.object({ kind: z.literal("bring_agent"), agent: AgentId }),
  z.object({ kind: z.literal("free_space"), next }),
  /** The processes are told how. */
  z.object({ kind: z.literal("set_up_mail") }),
  z.object({ kind: z.literal("find_folder"), path: Path, next }),
] as const;

/** What can be done about who one is. */
const PERSON_WAYS = [z.object({ kind: z.literal("sign_in"), server: Name })] as const;

/** Where what there is can be looked up. */
const LIST_WAYS = [
  z.object({
    kind: z.literal("see_list"),
    of: z.enum([
      "tasks",
      "credentials",
      "secrets",
      "settings",
      "projects",
      "teams",
      "keys",
      "people",
      "invitations",
      "sessions",
      "notifications",
      "deliveries",
    ]),
    next,
  }),
] as const;

/** What a person can do about what went wrong, in the words of no face: each makes its own sentence, button or comment. */
export const Way = z.discriminatedUnion("kind", [
  ...TASK_WAYS,
  ...MEANS_WAYS,
  ...PROJECT_WAYS,
  ...MACHINE_WAYS,
  ...PERSON_WAYS,
  ...LIST_WAYS,
]);
export type Way = z.infer<typeof Way>;

/** A way as it is stored or sent: what a newer version wrote is carried along whole. */
export const StoredWay = z.union([Way, z.looseObject({ kind: z.string().max(50) }).brand<"newer">()]);
export type StoredWay = z.infer<typeof StoredWay>;

/** The way, if this version knows it; null: there is none that can be said. */
export function knownWay(stored: unknown): Way | null {
  return Way.safeParse(stored).data ?? null;
}

/** The way, and then this, where something follows of it and it doesn't say yet what. */
export function goOnWith(way: StoredWay, step: NextStep): StoredWay {
  return "next" in way && way.next !== undefined ? way : StoredWay.parse({ ...way, next: step });
}
