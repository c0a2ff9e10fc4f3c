import { knownWay, type NextStep, type Way } from "@catalyst/core/way";

type WayOf<Kind extends Way["kind"]> = Extract<Way, { kind: Kind }>;

/** What to do, as a sentence that names a tool where one does it, and a person where none can; null: nothing that this version can say. */
export function sayStoredWay(stored: unknown): string | null {
  const way = knownWay(stored);
  return way === null ? null : (SENTENCES[way.kind] as (known: Way) => string)(way);
}

const SENTENCES: { [Kind in Way["kind"]]: (way: WayOf<Kind>) => string } = {
  start_task: () => "Start anew with create_task.",
  write_prompt: () => "Say in the prompt what is wanted.",
  choose: ({ what, example }) => `Give another ${what}${example === undefined ? "" : `, such as ${example}`}.`,
  name_repository: ({ how }) => REPOSITORIES[how],
  retry_task: (way) => `Try again: ${call(way)}.`,
  cancel_task: ({ task }) => `End it: cancel_task with task ${task}.`,
  see_task: ({ task }) => `See get_task with task ${task}.`,
  see_log: ({ task, next }) => then(`Read what it did: get_logs with task ${task}`, next),
  update_branch: ({ task }) => `Merge the base instead: update_branch with task ${task}.`,
  send_message: ({ task }) => `Say what is wanted: send_message with task ${task}.`,
  decide_plan: ({ task }) => `Decide on its plan: approve_plan or reject_plan with task ${task}.`,
  edit_plan: ({ task }) => `Nothing was changed; approve_plan with task ${task} takes another markdown.`,
  give_feedback: ({ task }) =>
    `Say what to change: reject_plan with task ${task} and feedback, or end the task: cancel_task.`,
  pick_result: ({ task }) => `Compare the runs in get_task, then: publish with task ${task} and the run to take.`,
  publish_task: (way) =>
    way.isBaseGone === true
      ? `To publish it for another branch, with base: ${call(way)}.`
      : `To publish it all the same: ${call(way)}.`,
  check_again: ({ task }) => `To have it looked at again, when that may end better: publish with task ${task}.`,
  send_or_publish: ({ task }) =>
    `Give the agent another turn: send_message with task ${task}, or publish it as it is: publish.`,
  accept_findings: ({ task, rules }) =>
    `Have a person look at it. To publish it all the same: publish with task ${task} and accept ${JSON.stringify(rules)}.`,
  mend_branch: ({ problem, next }) =>
    problem.kind === "refused"
      ? then("Have a person look at what the repository refuses, and mend it", next)
      : then("Have the branch that is in the way moved, or give another branch", next),
  add_credential: ({ providers, next }) =>
    then(`Ask the person to give Catalyst a key for ${providers.join(" or ")}`, next),
  connect_account: ({ providers, next }) =>
    then(
      `Ask whoever asked for it to connect their account with Catalyst and to add a key for ${providers.join(" or ")}, or the project's owner to open theirs`,
      next,
    ),
  link_account: ({ host, next }) =>
    then(`Ask whoever asked for it to link an account of ${host} with Catalyst that may write there`, next),
  replace_credential: ({ provider, next }) =>
    then(`Ask the person to give Catalyst a working key for ${provider}`, next),
  give_key: ({ provider }) =>
    `Ask the person to give Catalyst a key${provider === undefined ? "" : ` for ${provider}`}.`,
  sign_in_to_provider: ({ provider, next }) => then(`Ask the person to sign Catalyst in to ${provider}`, next),
  add_secret: ({ name }) => `Ask the person to add the project's secret${name === null ? "" : ` ${name}`}.`,
  raise_budget: ({ scope, unit, next }) =>
    scope === "task" && next?.kind === "resume_task"
      ? `Go on with more, if the person agrees: ${call(next)} and ${unit} {"kind": "add", "amount": …}.`
      : then("Ask the person to raise the budget, or wait until there is room in it", next),
  raise_limit: ({ limit, next }) =>
    limit === "time"
      ? then("Give it more time (timeoutSeconds)", next)
      : then(`Ask the person to give environments more ${limit}`, next),
  wait: ({ next }) => then("Wait a while", next),
  enable_agent: ({ agent }) => `Choose an agent that the project enables, or ask its owner to enable ${agent}.`,
  allow_hosts: ({ hosts }) => `Ask the project's owner to allow the hosts ${hosts.join(", ")}.`,
  set_setting: ({ key }) => `Ask the project's owner to change the setting ${key}.`,
  ask_owner: ({ next }) => then("Ask the project's owner to allow it", next),
  mend: ({ what, next }) => then(MENDED[what], next),
  add_github_app: ({ next }) => then("Ask the person to add a GitHub App that is installed in the repository", next),
  open_to_github: () => "Ask the person to say where GitHub reaches Catalyst.",
  see_doctor: ({ next }) => then("Ask the person to look into Catalyst's own diagnosis on its machine", next),
  see_service_logs: ({ next }) => then("Ask the person to look into the logs of Catalyst's services", next),
  install_agent: ({ agent }) => `Ask the person to install ${agent} where Catalyst runs.`,
  install_again: ({ agent, next }) => then(`Once that is mended, ask the person to install ${agent}`, next),
  bring_agent: ({ agent }) => `Ask the person to bring the program of ${agent} to Catalyst.`,
  free_space: ({ next }) => then("Ask the person to free some space where Catalyst runs", next),
  set_up_mail: () => "Ask the person who runs Catalyst to set up e-mail.",
  find_folder: ({ path, next }) => then(`Ask the person to bring the folder ${path} back`, next),
  sign_in: ({ server }) => `Ask the person to sign in at ${server}.`,
  see_list: ({ of }) => LISTS[of] ?? `Ask the person what ${of} there are.`,
};

const REPOSITORIES: Record<WayOf<"name_repository">["how"], string> = {
  folder: "Name the repository's root folder.",
  make: "Ask the person to make it a git repository with a commit, or name another one.",
  clone: "Name the folder of a clone of one's own.",
  registered: "Name one of list_repositories, or an https address.",
};

const MENDED: Record<WayOf<"mend">["what"], string> = {
  settings: "Mend .catalyst/config.yaml on the base branch",
  agent: "Ask the person to mend the definition of the agent",
  setup_hook: "Mend the project's setup hook, or give it more time in hooks.timeoutMinutes",
  repository: "Mend the repository",
  installation: "Ask the person to mend what keeps the agent from being installed",
  request: "Mend that, and ask again",
};

const LISTS: Partial<Record<WayOf<"see_list">["of"], string>> = {
  tasks: "See list_tasks for what there is.",
  projects: "See list_projects for what there is.",
};

const TOOLS_OF_STEPS: Record<NextStep["kind"], string> = {
  retry_task: "retry_task",
  resume_task: "resume_task",
  publish_task: "publish",
};

function call({ kind, task }: NextStep): string {
  return `${TOOLS_OF_STEPS[kind]} with task ${task}`;
}

function then(words: string, next: NextStep | undefined): string {
  return next === undefined ? `${words}.` : `${words}, then: ${call(next)}.`;
}
