import { knownWay, type NextStep, PROVIDER_VARIABLES, type StoredWay, type Way } from "@catalyst/core";
import { shellQuote } from "./shell-quote.ts";

/** What to do, in the words of the terminal: sentences that end with a command where there is one. null: nothing that this version can say. */
export function sayWay(stored: StoredWay | null): string | null {
  const way = knownWay(stored);
  return way === null ? null : (SENTENCES[way.kind] as (known: Way) => string)(way);
}

/** What is wrong and what to do about it, as one text. What has lines of its own has the way on the next. */
export function withWay(message: string, stored: StoredWay | null): string {
  const words = sayWay(stored);
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
  retry_task: (way) => `Try again: ${command(way)}`,
  resume_task: (way) => `Go on: ${command(way)}`,
  cancel_task: (way) => `End it: catalyst tasks cancel ${way.task ?? "<task>"}`,
  see_task: (way) => `See: catalyst tasks show ${way.task}`,
  see_log: (way) =>
    `See what it did: catalyst tasks logs ${way.task}${way.next === undefined ? "" : `. Then: ${command(way.next)}`}`,
  send_message: (way) => `Say what is wanted: catalyst tasks send ${way.task} "Also update the docs"`,
  decide_plan: (way) =>
    `Decide on the plan: catalyst tasks reject ${way.task} --feedback "…", or catalyst tasks approve ${way.task}`,
  edit_plan: (way) => `Edit it again: catalyst tasks approve ${way.task} --edit`,
  give_feedback: (way) =>
    `Say what to change: catalyst tasks reject ${way.task} --feedback "…", or end the task: catalyst tasks cancel ${way.task}`,
  pick_result: (way) =>
    `See them side by side: catalyst tasks show ${way.task}. Then: catalyst tasks publish ${way.task} --run <number>`,
  publish_task: (way) => `To publish it all the same: ${command(way)}`,
  send_or_publish: (way) =>
    `Give the agent another turn: catalyst tasks send ${way.task} "…", or publish it as it is: catalyst tasks publish ${way.task}`,
  accept_findings: (way) =>
    `Look at it. To publish it all the same: catalyst tasks publish ${way.task} --accept ${list(way.rules)}`,
  name_branch: (way) => `Give it a name that is free: catalyst tasks publish ${way.task} --branch <name>`,
  add_credential: addCredential,
  replace_credential: replaceCredential,
  add_secret: (way) => `Add it: catalyst secrets add ${shellQuote(way.name)}`,
  raise_budget: raiseBudget,
  raise_limit: raiseLimit,
  wait: (way) =>
    way.next === undefined ? "Wait a while, then try again." : `Wait a while, then: ${command(way.next)}`,
  enable_agent: (way) =>
    `Enable it in .catalyst/config.yaml (enabledAgents), or where the project's owner limits them: catalyst config set enabledAgents ${list([...way.enabled, way.agent])}`,
  allow_hosts: (way) => `The project's owner can allow them: catalyst config set allowedHosts ${list(way.hosts)}`,
  set_setting: (way) => `To change it: catalyst config set ${shellQuote(way.key)} <value>`,
  mend_settings: (way) =>
    sayStep("Mend these lines and commit them to the base branch", "catalyst config check", way.next),
  mend_hook: (way) =>
    sayStep(`Mend the project's ${way.hook} hook, or give it more time (hooks.timeoutMinutes)`, null, way.next),
  mend_agent: () =>
    "Mend these lines. How an agent is described: docs/guide/custom-agents.md; to try the file: catalyst agents validate",
  see_doctor: (way) => sayStep("See what is wrong", "catalyst doctor", way.next),
  install_agent: (way) =>
    `Try again: catalyst agents install ${way.agent}${way.isOneFile ? `, or bring your own: catalyst agents install ${way.agent} --from <executable>` : ""}`,
  bring_agent: (way) =>
    `With the program on this machine, bring it: catalyst agents install ${way.agent} --from <executable>`,
  free_space: (way) => sayStep("Free some space on this machine", null, way.next),
  bring_back_folder: (way) => sayStep(`Bring the folder ${shellQuote(way.path)} back`, null, way.next),
  see_list: (way) => `See: ${LISTS[way.of]}`,
};

const LISTS: Record<WayOf<"see_list">["of"], string> = {
  tasks: "catalyst tasks list",
  credentials: "catalyst credentials list",
  secrets: "catalyst secrets list",
  settings: "catalyst config show",
};

const COMMANDS: Record<NextStep["kind"], string> = {
  retry_task: "retry",
  resume_task: "resume",
  publish_task: "publish",
};

function command({ kind, task }: NextStep): string {
  return `catalyst tasks ${COMMANDS[kind]} ${task}`;
}

function sayStep(words: string, done: string | null, next: NextStep | undefined): string {
  if (next === undefined) {
    return done === null ? `${words}.` : `${words}: ${done}`;
  }
  return `${words}${done === null ? "" : ` (${done})`}, then: ${command(next)}`;
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
  const { key, baseUrl } = PROVIDER_VARIABLES[provider];
  if (isOfTask) {
    return sayStep(`Put a working key into ${key ?? baseUrl ?? "the variable that it came from"}`, null, next);
  }
  return sayStep("Put a working key in its place", `catalyst credentials add ${provider} --replace`, next);
}

function raiseBudget({ scope, unit, next }: WayOf<"raise_budget">): string {
  switch (scope) {
    case "execution":
      return `The next run has a budget of its own${next === undefined ? "." : `: ${command(next)}`}`;
    case "task":
      return next?.kind === "resume_task"
        ? `Go on with more: ${command(next)} ${unit === "usd" ? "--budget-usd +2" : "--budget-tokens +500000"}`
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
      return "Start it again with more time: catalyst run … --timeout 2h";
    case "memory":
      return sayStep("Give environments more memory (CATALYST_MEMORY_MIB)", null, next);
    case "disk":
      return sayStep("Give environments more disk (CATALYST_DISK_MIB)", null, next);
  }
}
