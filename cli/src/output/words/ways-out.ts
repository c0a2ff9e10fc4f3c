import { PROVIDER_VARIABLES } from "@catalyst/core/apart";
import { knownWay, type NextStep, type StoredWay, type Way } from "@catalyst/core/way";
import { shellQuote } from "./shell-quote.ts";

const MORE_TOKENS = 500_000;

/** What to do, in the words of the terminal: sentences that end with a command where there is one. null: nothing that this version can say. */
export function sayWay(stored: StoredWay | null): string | null {
  const way = knownWay(stored);
  return way === null ? null : (SENTENCES[way.kind] as (known: Way) => string)(way);
}

/** What is wrong and what to do about it (`otherwise`: where no way is known), as one text. What has lines of its own has the way on the next. */
export function withWay(message: string, stored: StoredWay | null, otherwise: string | null = null): string {
  const words = sayWay(stored) ?? otherwise;
  if (words === null) {
    return message;
  }
  const said = message.trimEnd();
  const isEnded = /[.!?:;…)}\]]$/.test(said.split("\n").at(-1) ?? "");
  return said.includes("\n") ? `${said}\n${words}` : `${said}${isEnded ? "" : "."} ${words}`;
}

type WayOf<Kind extends Way["kind"]> = Extract<Way, { kind: Kind }>;

const SENTENCES: { [Kind in Way["kind"]]: (way: WayOf<Kind>) => string } = {
  start_task: () => "Start anew: catalyst run",
  write_prompt: () => 'Say what is wanted: catalyst run "Fix the failing test"',
  choose: ({ what, example }) =>
    example === undefined ? CHOICES[what] : `Give it: ${OPTIONS[what]} ${shellQuote(example)}`,
  name_repository: ({ how }) => REPOSITORIES[how],
  retry_task: (way) =>
    `Try again: ${command(way)}${way.ifAgain === undefined ? "" : ". If it happens again: catalyst doctor"}`,
  cancel_task: ({ task }) => `End it: catalyst tasks cancel ${task}`,
  see_task: ({ task }) => `See: catalyst tasks show ${task}`,
  see_log: ({ task, next }) =>
    `Read what it did: catalyst tasks logs ${task}${next === undefined ? "" : `. Then: ${command(next)}`}`,
  update_branch: ({ task }) => `Merge the base instead: catalyst tasks update ${task}`,
  send_message: ({ task }) => `Say what is wanted: catalyst tasks send ${task} "Also update the docs"`,
  decide_plan: ({ task }) =>
    `Decide on its plan: catalyst tasks reject ${task} --feedback "…", or catalyst tasks approve ${task}`,
  edit_plan: ({ task }) => `Nothing was changed; edit it again: catalyst tasks approve ${task} --edit`,
  give_feedback: ({ task }) =>
    `Say what to change: catalyst tasks reject ${task} --feedback "…", or end the task: catalyst tasks cancel ${task}`,
  pick_result: ({ task }) =>
    `See them side by side: catalyst tasks show ${task}. Then: catalyst tasks publish ${task} --run <number>`,
  publish_task: (way) =>
    way.isBaseGone === true
      ? `Say which branch it is for: ${command(way)} --base <branch>`
      : `To publish it all the same: ${command(way)}`,
  check_again: ({ task }) => `To have it looked at again, when that may end better: catalyst tasks publish ${task}`,
  send_or_publish: ({ task }) =>
    `Give the agent another turn: catalyst tasks send ${task} "…", or publish it as it is: catalyst tasks publish ${task}`,
  accept_findings: ({ task, rules }) =>
    `Look at it. To publish it all the same: catalyst tasks publish ${task} --accept ${list(rules)}`,
  mend_branch: mendBranch,
  add_credential: addCredential,
  connect_account: ({ providers, next }) =>
    sayStep(
      `Connect the account (catalyst github connect) and add a key, or open one of the project's to all who may write there`,
      `catalyst credentials open ${providers[0]}`,
      next,
    ),
  link_account: ({ host, next }) => sayStep("Link an account of yours that may write there", linkCommand(host), next),
  replace_credential: replaceCredential,
  give_key: ({ provider = "<provider>" }) =>
    `Type it at the prompt, or pipe it in: catalyst credentials add ${provider} < key.txt`,
  sign_in_to_provider: signInToProvider,
  add_secret: ({ name }) =>
    name === null ? "See: catalyst secrets add --help" : `Add it: catalyst secrets add ${shellQuote(name)}`,
  raise_budget: raiseBudget,
  raise_limit: raiseLimit,
  wait: ({ next }) => (next === undefined ? "Wait a while, then try again." : `Wait a while, then: ${command(next)}`),
  enable_agent: ({ agent, enabled }) =>
    `Enable it in .catalyst/config.yaml (enabledAgents), or where the project's owner limits them (with --project, if it isn't your default one): catalyst config set enabledAgents ${list([...enabled, agent])}`,
  allow_hosts: ({ hosts }) => `The project's owner can allow them: catalyst config set allowedHosts ${list(hosts)}`,
  set_setting: ({ key }) => `To change it: catalyst config set ${shellQuote(key)} <value>`,
  ask_owner: ({ next }) =>
    next === undefined ? "The project's owner can allow it." : `Once it is allowed: ${command(next)}`,
  mend,
  add_github_app: ({ next }) =>
    sayStep(
      "Add a GitHub App that is installed there",
      "catalyst github setup, or for a first try as yourself: catalyst github watch <owner>/<repository> --as-me",
      next,
    ),
  open_to_github: () =>
    "Say by CATALYST_PUBLIC_URL where others reach the server (docs/guide/server.md), or go without: catalyst github setup --no-webhook",
  see_doctor: ({ next }) => sayStep("See what is wrong", "catalyst doctor", next),
  see_service_logs: ({ next }) => sayStep("See what the services' logs say", "catalyst doctor names them", next),
  install_agent: ({ agent }) => `Install it: catalyst agents install ${agent}`,
  install_again: installAgain,
  bring_agent: ({ agent }) =>
    `With the program on this machine, bring it: catalyst agents install ${agent} --from <executable>`,
  free_space: ({ next }) => sayStep("Free some space on this machine", null, next),
  set_up_mail: () =>
    "Whoever runs the server says how it is sent: CATALYST_SMTP_URL, CATALYST_MAIL_FROM and, for themselves, CATALYST_OWNER_EMAIL (docs/guide/notifications.md).",
  find_folder: ({ path, next }) =>
    next === undefined
      ? "Check the path, or bring the folder back."
      : `Bring the folder ${shellQuote(path)} back, then: ${command(next)}`,
  sign_in: ({ server }) => `Sign in: catalyst login ${shellQuote(server)}`,
  see_list: ({ of, next }) =>
    next === undefined ? `See: ${LISTS[of]}` : sayStep("See what there is", LISTS[of], next),
};

const LISTS: Record<WayOf<"see_list">["of"], string> = {
  tasks: "catalyst tasks list",
  credentials: "catalyst credentials list",
  secrets: "catalyst secrets list",
  settings: "catalyst config show, docs/guide/project-settings.md",
  projects: "catalyst projects list",
  teams: "catalyst teams list",
  keys: "catalyst keys list",
  people: "catalyst people list",
  invitations: "catalyst people invitations",
  sessions: "catalyst sessions list",
  notifications: "catalyst notifications list",
  deliveries: "catalyst notifications deliveries <name>",
};

const OPTIONS: Record<WayOf<"choose">["what"], string> = {
  base: "--base",
  branch: "--branch",
  agent: "--agent",
  model: "--model",
  address: "--base-url",
};

const CHOICES: Record<WayOf<"choose">["what"], string> = {
  base: "Name one with --base.",
  branch: "Choose another with --branch.",
  agent: "Name one with --agent.",
  model: "Name one of yours: --model <name>",
  address: "Give another with --base-url.",
};

const REPOSITORIES: Record<WayOf<"name_repository">["how"], string> = {
  folder: "Give the repository's folder with --repo.",
  make: "Make it one (git init, then commit), or give another with --repo.",
  clone: "If it is yours, clone it yourself and give that folder with --repo.",
  registered: "Name one that is registered there, as --repo owner/name, or an https address.",
};

const COMMANDS: Record<NextStep["kind"], string> = {
  retry_task: "retry",
  resume_task: "resume",
  publish_task: "publish",
};

function command({ kind, task }: NextStep): string {
  return `catalyst tasks ${COMMANDS[kind]} ${task}`;
}

function linkCommand(host: string): string {
  return `catalyst github connect${host === "github.com" ? "" : ` --host ${shellQuote(host)}`}`;
}

function sayStep(words: string, done: string | null, next: NextStep | undefined): string {
  if (next === undefined) {
    return done === null ? `${words}.` : `${words}: ${done}`;
  }
  return `${words}${done === null ? "" : ` (${done})`}, then: ${command(next)}`;
}

function mendBranch({ problem, ref, next }: WayOf<"mend_branch">): string {
  switch (problem.kind) {
    case "checked_out":
      return problem.isForward && ref !== null
        ? `Bring the work in there: git -C ${shellQuote(problem.path)} merge --ff-only ${shellQuote(ref)}`
        : `Switch to another branch there, then: ${command(next)}`;
    case "locked":
      return `If no git runs there, remove that file, then: ${command(next)}`;
    case "refused":
      return problem.by === "workflow"
        ? `Apply it yourself, as a person: catalyst tasks patch ${next.task} | git apply --index`
        : `Look at it (catalyst tasks patch ${next.task}), mend what the repository refuses, then: ${command(next)}`;
    default:
      return next.kind === "publish_task"
        ? `Give it a name that is free: ${command(next)} --branch <name>`
        : `Rename or remove the branch that is in the way, then: ${command(next)}. Or start anew under a free name: catalyst run … --branch <name>`;
  }
}

function mend({ what, next }: WayOf<"mend">): string {
  switch (what) {
    case "settings":
      return next === undefined
        ? "Mend these lines and commit them to the base branch. All settings: docs/guide/project-settings.md; to try the file: catalyst config check"
        : sayStep("Mend .catalyst/config.yaml on the base branch", "catalyst config check", next);
    case "agent":
      return "Mend these lines. How an agent is described: docs/guide/custom-agents.md; to try the file: catalyst agents validate";
    case "setup_hook":
      return next === undefined
        ? "Mend the project's hooks.setup, or give it more time with hooks.timeoutMinutes."
        : `Mend the project's hooks.setup, or give it more time with hooks.timeoutMinutes (all that it said: catalyst tasks logs ${next.task}), then: ${command(next)}`;
    case "repository":
      return sayStep("Mend the repository", null, next);
    case "installation":
      return sayStep("Mend what keeps the agent from being installed", "as said above, or: catalyst doctor", next);
    case "request":
      return next === undefined ? "Mend that, and ask again." : `Once that is mended: ${command(next)}`;
  }
}

function installAgain({ agent, isOneFile, next }: WayOf<"install_again">): string {
  const again = sayStep("Mend that and try again", `catalyst agents install ${agent}`, next);
  return isOneFile ? `${again}. Or bring your own: catalyst agents install ${agent} --from <executable>` : again;
}

/** As one word of a shell. */
function list(words: readonly string[]): string {
  return shellQuote(words.join(","));
}

/** A key for one run may also stand in a variable. */
function addCredential({ providers, next }: WayOf<"add_credential">): string {
  const names = providers.flatMap((provider) => {
    const { key, baseUrl } = PROVIDER_VARIABLES[provider];
    return key ?? baseUrl ?? [];
  });
  const add = `catalyst credentials add ${providers[0]}`;
  if (next !== undefined) {
    return sayStep("Add a key", add, next);
  }
  return `Add one: ${add}${names.length === 0 ? "" : ` (or, for one run, set ${names.join(" or ")})`}`;
}

function replaceCredential({ provider, isOfTask, next }: WayOf<"replace_credential">): string {
  if (isOfTask) {
    const { key, subscription, baseUrl } = PROVIDER_VARIABLES[provider];
    const token = subscription === null ? "" : ` or a token into ${subscription}`;
    return sayStep(`Put a working key into ${key ?? baseUrl ?? "the variable that it came from"}${token}`, null, next);
  }
  return sayStep(
    next === undefined ? "Replace it" : "Put a working key in its place",
    `catalyst credentials add ${provider} --replace`,
    next,
  );
}

/** Where there is one, the new login takes its place. */
function signInToProvider({ provider, next }: WayOf<"sign_in_to_provider">): string {
  return sayStep(
    "Sign in",
    `catalyst credentials add ${provider}${provider === "openai" ? " --chatgpt" : ""} --replace`,
    next,
  );
}

/** More than what is over the limit, and enough to work with. */
function describeMore({ unit, over = 0 }: Pick<WayOf<"raise_budget">, "unit" | "over">): string {
  return unit === "usd"
    ? `--budget-usd +${Math.max(2, Math.ceil(over) + 1)}`
    : `--budget-tokens +${(Math.floor(over / MORE_TOKENS) + 1) * MORE_TOKENS}`;
}

function raiseBudget({ scope, unit, over, next }: WayOf<"raise_budget">): string {
  switch (scope) {
    case "execution":
      return `The next run has a budget of its own${next === undefined ? "." : `: ${command(next)}`}`;
    case "task":
      return next?.kind === "resume_task"
        ? `Go on with more: ${command(next)} ${describeMore({ unit, over })}`
        : sayStep("Raise the budget of the task", null, next);
    case "project":
      return sayStep("Raise it", `catalyst config set budgets.project.${unit} …`, next);
    case "day":
      return sayStep(
        "Wait until less was spent in the last 24 hours, or raise it",
        `catalyst config set budgets.day.${unit} …`,
        next,
      );
  }
}

function raiseLimit({ limit, next }: WayOf<"raise_limit">): string {
  switch (limit) {
    case "time":
      return next === undefined
        ? "Start it again with more time: catalyst run … --timeout 2h"
        : `Start it again with more time: ${command(next)} --timeout 2h. What it did: catalyst tasks logs ${next.task}`;
    case "memory":
      return sayStep("Give environments more memory (CATALYST_MEMORY_MIB)", null, next);
    case "disk":
      return sayStep("Give environments more disk (CATALYST_DISK_MIB)", null, next);
  }
}
