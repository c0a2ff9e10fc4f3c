import { knownWay, type NextStep, type StoredWay, type Way } from "../../way.ts";

type WayOf<Kind extends Way["kind"]> = Extract<Way, { kind: Kind }>;

/** What to do, for those who read it on a forge: sentences with a command for a comment where one does it. null: nothing that can be said. */
export function sayOnForge(stored: StoredWay | null, publicUrl: string | null = null): string | null {
  const way = knownWay(stored);
  return way === null ? null : (SENTENCES[way.kind] as Sentence<Way["kind"]>)(way as never, publicUrl);
}

/** Where the task is to be seen: its page, or the command where there is no page. */
export function placeOfTask(task: number, publicUrl: string | null): string {
  return publicUrl === null
    ? `Log: \`catalyst tasks logs ${task}\``
    : `[Log](${publicUrl.replace(/\/+$/, "")}/agent-tasks/${task})`;
}

/** What may be said to a task while it goes on, and once it is done. */
export const WHILE_WORKING = "Say more: `/catalyst run <what>` · End it: `/catalyst stop`";
export const ONCE_DONE = "Say more: `/catalyst run <what>`";

type Sentence<Kind extends Way["kind"]> = (way: WayOf<Kind>, publicUrl: string | null) => string;

const SENTENCES: { [Kind in Way["kind"]]: Sentence<Kind> } = {
  start_task: () => "Start anew: `/catalyst run`",
  write_prompt: () => "Say what is wanted: `/catalyst run <what>`",
  choose: ({ what }) => CHOICES[what],
  name_repository: () => "Whoever runs Catalyst registers the repository.",
  retry_task: ({ ifAgain }) =>
    `Try again: \`/catalyst retry\`${ifAgain === undefined ? "" : ". If it happens again, whoever runs Catalyst can look why."}`,
  cancel_task: () => "End it: `/catalyst stop`",
  see_task: () => "See: `/catalyst status`",
  see_log: ({ next }) => goOn("What it did stands in its log", next),
  update_branch: () => "Merge the base instead: `/catalyst update`",
  send_message: () => "Say what is wanted: `/catalyst run <what>`",
  decide_plan: () => "Decide on the plan: `/catalyst approve`, or `/catalyst reject <why>`",
  edit_plan: () => "Nothing was changed. Decide on the plan: `/catalyst approve`, or `/catalyst reject <why>`",
  give_feedback: () => "Say what to change: `/catalyst reject <why>`, or end it: `/catalyst stop`",
  pick_result: () => "Choose one: `/catalyst pick <agent>`",
  publish_task: ({ isBaseGone }) =>
    isBaseGone === true
      ? "Say which branch it is for: `/catalyst publish --base <branch>`"
      : "To publish it all the same: `/catalyst publish`",
  check_again: () => "To have it looked at again, when that may end better: `/catalyst publish`",
  send_or_publish: () => "Give it another turn: `/catalyst run <what>`, or publish it as it is: `/catalyst publish`",
  accept_findings: () =>
    "Look at it. Who may accept what was found publishes it, with why on the next line: `/catalyst publish --anyway`",
  mend_branch: mendBranch,
  add_credential: ({ providers, next }) => goOn(`Add a key for ${providers[0]} in Catalyst`, next),
  connect_account: connectAccount,
  link_account: ({ next }, publicUrl) =>
    goOn(`Link an account that may write here with Catalyst (${howToConnect(publicUrl)})`, next),
  replace_credential: ({ provider, next }) => goOn(`Put a working key for ${provider} in its place in Catalyst`, next),
  give_key: ({ provider = "the provider" }) => `Add a key for ${provider} in Catalyst.`,
  sign_in_to_provider: ({ provider, next }) => goOn(`Sign in to ${provider} in Catalyst`, next),
  add_secret: () => "Add the secret in Catalyst.",
  raise_budget: raiseBudget,
  raise_limit: ({ limit, next }) => goOn(LIMITS[limit], next),
  wait: ({ next }) => goOn("Wait a while", next),
  enable_agent: () => "Enable the agent in `.catalyst/config.yaml` (enabledAgents), or ask the project's owner.",
  allow_hosts: () => "The project's owner can allow these hosts.",
  set_setting: () => "The project's owner can change that setting.",
  ask_owner: ({ next }) => goOn("The project's owner can allow it", next),
  mend: ({ what, next }) => goOn(MENDED[what], next),
  add_github_app: ({ next }) => goOn("Whoever runs Catalyst can add a GitHub App that is installed here", next),
  open_to_github: () => "Whoever runs Catalyst says where GitHub reaches it.",
  see_doctor: ({ next }) => goOn("Whoever runs Catalyst can see what is wrong", next),
  see_service_logs: ({ next }) => goOn("Whoever runs Catalyst can see what is wrong", next),
  install_agent: () => "Whoever runs Catalyst installs the agent.",
  install_again: ({ next }) => goOn("Whoever runs Catalyst mends what keeps the agent from being installed", next),
  bring_agent: () => "Whoever runs Catalyst installs the agent.",
  free_space: ({ next }) => goOn("Whoever runs Catalyst frees some space", next),
  set_up_mail: () => "Whoever runs Catalyst says how mail is sent.",
  find_folder: ({ next }) => goOn("Whoever runs Catalyst brings the folder back", next),
  sign_in: () => "Sign in to Catalyst.",
  see_list: ({ next }) => goOn("See what there is in Catalyst", next),
};

const CHOICES: Record<WayOf<"choose">["what"], string> = {
  base: "Name another base: `/catalyst run --base <branch>`",
  branch: "Choose another branch in Catalyst.",
  agent: "Name another agent: `/catalyst run --agent <agent>`",
  model: "Name another model: `/catalyst run --model <model>`",
  address: "Give another address in Catalyst.",
};

const LIMITS: Record<WayOf<"raise_limit">["limit"], string> = {
  time: "The project's owner can give it more time",
  memory: "Whoever runs Catalyst can give environments more memory",
  disk: "Whoever runs Catalyst can give environments more disk",
};

const MENDED: Record<WayOf<"mend">["what"], string> = {
  settings: "Mend `.catalyst/config.yaml` on the base branch",
  agent: "Mend the description of the agent",
  setup_hook: "Mend the project's setup hook, or give it more time (hooks.timeoutMinutes)",
  repository: "Mend the repository",
  installation: "Whoever runs Catalyst mends what keeps the agent from being installed",
  request: "Mend what was asked for",
};

const COMMANDS: Record<NextStep["kind"], string> = {
  retry_task: "/catalyst retry",
  resume_task: "/catalyst resume",
  publish_task: "/catalyst publish",
};

function goOn(words: string, next: NextStep | undefined): string {
  return next === undefined ? `${words}.` : `${words}, then: \`${COMMANDS[next.kind]}\``;
}

function connectAccount({ providers, next }: WayOf<"connect_account">, publicUrl: string | null): string {
  const words = `Connect your account with Catalyst (${howToConnect(publicUrl)}) and add a key for ${providers[0]} there, or ask the project's owner to open theirs`;
  return goOn(words, next);
}

function howToConnect(publicUrl: string | null): string {
  return publicUrl === null
    ? "`catalyst github connect`"
    : `[sign in](${publicUrl.replace(/\/+$/, "")}/sign-in), then \`catalyst github connect\``;
}

function raiseBudget({ scope, over = 0, unit, next }: WayOf<"raise_budget">): string {
  if (scope === "task" && next?.kind === "resume_task" && unit === "usd") {
    return `Go on with more: \`/catalyst resume --budget +${Math.max(2, Math.ceil(over) + 1)}\``;
  }
  if (scope !== "execution") {
    return goOn("Whose budget it is can raise it in Catalyst", next);
  }
  const words = "The next run has a budget of its own";
  return next === undefined ? `${words}.` : `${words}: \`${COMMANDS[next.kind]}\``;
}

function mendBranch({ problem, next }: WayOf<"mend_branch">): string {
  if (problem.kind !== "refused") {
    return goOn("Rename or remove the branch that is in the way", next);
  }
  switch (problem.by) {
    case "workflow":
      return `A person can apply it: \`catalyst tasks patch ${next.task} | git apply --index\``;
    case "secret":
      return "Have it taken out of the commits: `/catalyst run <what>`. If it is real, revoke it: others may have seen it.";
    case "rule":
      return goOn(
        "Mend what the repository refuses, or have its administrator let the App pass (the ruleset, Bypass list)",
        next,
      );
  }
}
