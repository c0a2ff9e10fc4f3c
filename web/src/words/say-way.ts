import type { Way } from "@catalyst/api";

type Said = Record<string, unknown>;

/** What to do, in the words of a page. null: nothing that this version can say. */
export function sayWay(way: Way | null): string | null {
  return way === null ? null : (SENTENCES[way.kind]?.(way as Said) ?? null);
}

const SENTENCES: Record<string, (way: Said) => string> = {
  start_task: () => "Start anew with New task.",
  choose: ({ what, example }) =>
    `Choose another ${list([what])}${example === undefined ? "" : `, such as ${list([example])}`}.`,
  name_repository: () =>
    "Name a repository that is registered, or an https address. One can be registered in the project's settings, under Repositories.",
  cancel_task: () => "End it with Cancel.",
  see_task: () => "Look at the task.",
  edit_plan: () => "Nothing was changed; edit its plan again.",
  mend_branch: sayMendBranch,
  give_key: ({ provider }) => `Add a key${provider === undefined ? "" : ` of ${list([provider])}`} in Settings.`,
  add_secret: ({ name }) => `Add the secret${name === null ? "" : ` ${list([name])}`} in the project's settings.`,
  open_to_github: () => "Whoever runs Catalyst says by CATALYST_PUBLIC_URL where GitHub reaches it.",
  install_agent: ({ agent }) => `On the server's machine: catalyst agents install ${list([agent])}`,
  install_again: ({ agent }) =>
    `Once that is mended, on the server's machine: catalyst agents install ${list([agent])}`,
  bring_agent: ({ agent }) =>
    `On the server's machine, bring its program: catalyst agents install ${list([agent])} --from <executable>`,
  set_up_mail: () => "Whoever runs Catalyst says how mail is sent.",
  find_folder: ({ path }) => `On the server's machine, bring the folder ${String(path)} back, then try again.`,
  see_list: ({ of }) => LISTS[String(of)] ?? "See what there is.",
  write_prompt: () => "Say what is wanted.",
  retry_task: () => "Try again.",
  see_log: () => "Read what it did; then try again.",
  update_branch: () => "The base can be merged into the branch instead.",
  send_message: () => "Say what is wanted in a message.",
  decide_plan: () => "Approve its plan, or say what to change.",
  give_feedback: () => "Say what to change.",
  pick_result: () => "Compare the results, then publish one.",
  publish_task: ({ isBaseGone }) =>
    isBaseGone === true ? "Publish it for another base: its own isn't there." : "It can be published all the same.",
  check_again: () => "It may be readable by now: publish it again.",
  send_or_publish: () => "Give the agent another turn by a message, or publish it as it is.",
  accept_findings: ({ rules }) => `Look at it. To publish it all the same, accept ${list(rules)}.`,
  add_credential: ({ providers }) => `Add a key of ${list(providers)} in Settings.`,
  connect_account: () => "Connect your account of the forge and add a key, in Settings.",
  link_account: ({ host }) => `Link an account of ${list([host])} that may write there, in Settings.`,
  replace_credential: ({ provider }) => `Add another key of ${list([provider])} in Settings.`,
  sign_in_to_provider: ({ provider }) => `Sign in to ${list([provider])} again, in Settings.`,
  raise_budget: () => "Give it more budget.",
  raise_limit: ({ limit }) => LIMITS[String(limit)] ?? "Give it more.",
  wait: () => "Wait a while, then try again.",
  enable_agent: ({ agent }) => `Enable ${list([agent])} in the project's settings.`,
  allow_hosts: ({ hosts }) => `The project's owner can allow ${list(hosts)} in its settings.`,
  set_setting: ({ key }) => `Change ${list([key])} in the project's settings.`,
  ask_owner: () => "The project's owner can allow it.",
  mend: ({ what }) => MENDED[String(what)] ?? "Mend it, then try again.",
  add_github_app: () => "Add a GitHub App that is installed there, in Settings.",
  see_doctor: () => "On the server's machine, catalyst doctor says what is wrong.",
  see_service_logs: () => "The server's logs say more.",
  free_space: () => "Free some space on the server's machine.",
  sign_in: () => "Sign in.",
};

const LIMITS: Record<string, string> = {
  time: "Give it more time in the project's settings.",
  memory: "On the server's machine, give environments more memory (CATALYST_MEMORY_MIB).",
  disk: "On the server's machine, give environments more disk (CATALYST_DISK_MIB).",
};

const MENDED: Record<string, string> = {
  settings: "Mend .catalyst/config.yaml on the base branch, then try again.",
  agent: "Mend the description of the agent, then try again.",
  setup_hook: "Mend the project's setup hook, or give it more time (hooks.timeoutMinutes), then try again.",
  repository: "Mend the repository, then try again.",
  request: "Mend what was asked for, then try again.",
  installation: "Whoever runs Catalyst mends what keeps the agent from being installed; then try again.",
};

const LISTS: Record<string, string> = {
  tasks: "See Tasks for what there is.",
  credentials: "See the credentials in Settings for what there is.",
  secrets: "See the secrets in the project's settings for what there is.",
  settings: "See the project's settings for what there is.",
  projects: "See Projects for what there is.",
  teams: "See Teams for what there is.",
  keys: "See the API keys in Settings for what there is.",
  people: "See who is in the team for what there is.",
  invitations: "See the team's invitations for what there is.",
  sessions: "See your sessions in Settings for what there is.",
  notifications: "See the notifications in Settings for what there is.",
  deliveries: "See the deliveries of the destination for what there is.",
};

/** What a forge or a folder has against a branch. */
function sayMendBranch({ problem }: Said): string {
  const { kind, by } = (problem ?? {}) as { kind?: string; by?: string };
  if (kind !== "refused") {
    return "Rename or remove the branch that is in the way, then try again; or publish it under another name.";
  }
  switch (by) {
    case "workflow":
      return "A person can apply its patch: an App may not change workflows.";
    case "secret":
      return "Have the secret taken out of the commits by a message. If it is real, revoke it: others may have seen it.";
    default:
      return "Mend what the repository refuses, or have its administrator let the App pass; then try again.";
  }
}

function list(values: unknown): string {
  return (Array.isArray(values) ? values : [values]).map((value) => String(value).replaceAll("_", " ")).join(", ");
}
