import { StoredWay, Way } from "@catalyst/core";
import { expect, test } from "vitest";
import { sayWay, withWay } from "./ways-out.ts";

const retry = { kind: "retry_task", task: 7 } as const;
const publish = { kind: "publish_task", task: 7 } as const;

/** One of each kind; of those that say different things, more. */
const WAYS: Record<Way["kind"], Way[]> = {
  start_task: [{ kind: "start_task" }],
  write_prompt: [{ kind: "write_prompt" }],
  choose: [
    ...(["base", "branch", "agent", "model", "address"] as const).map((what) => ({ kind: "choose", what }) as const),
    { kind: "choose", what: "base", example: "main" },
  ],
  name_repository: (["folder", "make", "clone"] as const).map((how) => ({ kind: "name_repository", how })),
  give_key: [{ kind: "give_key" }, { kind: "give_key", provider: "anthropic" }],
  retry_task: [retry, { ...retry, ifAgain: "see_doctor" }],
  cancel_task: [{ kind: "cancel_task", task: 7 }],
  see_task: [{ kind: "see_task", task: 7 }],
  see_log: [
    { kind: "see_log", task: 7 },
    { kind: "see_log", task: 7, next: retry },
  ],
  update_branch: [{ kind: "update_branch", task: 7 }],
  send_message: [{ kind: "send_message", task: 7 }],
  decide_plan: [{ kind: "decide_plan", task: 7 }],
  edit_plan: [{ kind: "edit_plan", task: 7 }],
  give_feedback: [{ kind: "give_feedback", task: 7 }],
  pick_result: [{ kind: "pick_result", task: 7 }],
  publish_task: [{ kind: "publish_task", task: 7 }],
  send_or_publish: [{ kind: "send_or_publish", task: 7 }],
  accept_findings: [{ kind: "accept_findings", task: 7, rules: ["secret", "large-file"] }],
  check_again: [{ kind: "check_again", task: 7 }],
  mend_branch: [
    { kind: "mend_branch", problem: { kind: "elsewhere", commit: null }, ref: null, next: publish },
    { kind: "mend_branch", problem: { kind: "elsewhere", commit: null }, ref: null, next: retry },
    {
      kind: "mend_branch",
      problem: { kind: "checked_out", path: "/a b", isForward: true },
      ref: "refs/c/7",
      next: publish,
    },
    { kind: "mend_branch", problem: { kind: "checked_out", path: "/a b", isForward: false }, ref: null, next: publish },
    { kind: "mend_branch", problem: { kind: "locked", path: "/a/b.lock" }, ref: null, next: retry },
    { kind: "mend_branch", problem: { kind: "refused", by: "workflow", words: "no" }, ref: null, next: publish },
    { kind: "mend_branch", problem: { kind: "refused", by: "rule", words: "no" }, ref: null, next: publish },
  ],
  connect_account: [
    { kind: "connect_account", providers: ["anthropic"] },
    { kind: "connect_account", providers: ["anthropic", "openai"], next: retry },
  ],
  link_account: [
    { kind: "link_account", host: "github.com" },
    { kind: "link_account", host: "ghe.example", next: retry },
  ],
  add_credential: [
    { kind: "add_credential", providers: ["anthropic", "ollama"] },
    { kind: "add_credential", providers: ["anthropic"], next: retry },
  ],
  replace_credential: [
    { kind: "replace_credential", provider: "anthropic", isOfTask: false },
    { kind: "replace_credential", provider: "anthropic", isOfTask: false, next: retry },
    { kind: "replace_credential", provider: "anthropic", isOfTask: true, next: retry },
  ],
  sign_in_to_provider: [
    { kind: "sign_in_to_provider", provider: "openai" },
    { kind: "sign_in_to_provider", provider: "openai", next: retry },
  ],
  add_secret: [
    { kind: "add_secret", name: "NPM_TOKEN" },
    { kind: "add_secret", name: null },
  ],
  raise_budget: [
    { kind: "raise_budget", scope: "task", unit: "usd", next: { kind: "resume_task", task: 7 } },
    { kind: "raise_budget", scope: "task", unit: "usd", over: 38.5, next: { kind: "resume_task", task: 7 } },
    { kind: "raise_budget", scope: "task", unit: "tokens", over: 500_000, next: { kind: "resume_task", task: 7 } },
    { kind: "raise_budget", scope: "task", unit: "usd", next: retry },
    { kind: "raise_budget", scope: "day", unit: "tokens", next: retry },
    { kind: "raise_budget", scope: "project", unit: "usd" },
    { kind: "raise_budget", scope: "execution", unit: "usd", next: { kind: "resume_task", task: 7 } },
  ],
  raise_limit: [
    { kind: "raise_limit", limit: "time", next: retry },
    { kind: "raise_limit", limit: "memory", next: retry },
    { kind: "raise_limit", limit: "disk" },
  ],
  wait: [{ kind: "wait" }, { kind: "wait", next: retry }],
  enable_agent: [{ kind: "enable_agent", agent: "aider", enabled: ["codex-cli"] }],
  allow_hosts: [{ kind: "allow_hosts", hosts: ["example.com", "npm"] }],
  set_setting: [{ kind: "set_setting", key: "defaultAgent" }],
  ask_owner: [{ kind: "ask_owner" }, { kind: "ask_owner", next: publish }],
  mend: (["settings", "agent", "setup_hook", "repository", "installation", "request"] as const).flatMap((what) => [
    { kind: "mend", what },
    { kind: "mend", what, next: retry },
  ]),
  see_service_logs: [{ kind: "see_service_logs", next: retry }],
  add_github_app: [{ kind: "add_github_app" }, { kind: "add_github_app", next: retry }],
  open_to_github: [{ kind: "open_to_github" }],
  see_doctor: [{ kind: "see_doctor" }, { kind: "see_doctor", next: retry }],
  install_agent: [{ kind: "install_agent", agent: "aider" }],
  install_again: [
    { kind: "install_again", agent: "aider", isOneFile: false, next: retry },
    { kind: "install_again", agent: "codex-cli", isOneFile: true },
  ],
  bring_agent: [{ kind: "bring_agent", agent: "codex-cli" }],
  set_up_mail: [{ kind: "set_up_mail" }],
  free_space: [{ kind: "free_space" }, { kind: "free_space", next: { kind: "publish_task", task: 7 } }],
  find_folder: [
    { kind: "find_folder", path: "/tmp/my shop" },
    { kind: "find_folder", path: "/tmp/my shop", next: retry },
  ],
  sign_in: [{ kind: "sign_in", server: "https://catalyst.example.com" }],
  see_list: [
    { kind: "see_list", of: "tasks" },
    { kind: "see_list", of: "credentials" },
    { kind: "see_list", of: "secrets" },
    { kind: "see_list", of: "settings" },
    { kind: "see_list", of: "invitations" },
    { kind: "see_list", of: "sessions" },
    { kind: "see_list", of: "deliveries" },
    { kind: "see_list", of: "credentials", next: retry },
  ],
};

test("every kind of way has its sentence", () => {
  expect(Object.keys(WAYS).sort()).toEqual(Way.options.map(({ shape }) => shape.kind.value).sort());
  const said = Object.values(WAYS).flatMap((ways) => ways.map((way) => sayWay(Way.parse(way))));
  expect(said).toMatchInlineSnapshot(`
    [
      "Start anew: catalyst run",
      "Say what is wanted: catalyst run "Fix the failing test"",
      "Name one with --base.",
      "Choose another with --branch.",
      "Name one with --agent.",
      "Name one of yours: --model <name>",
      "Give another with --base-url.",
      "Give it: --base main",
      "Give the repository's folder with --repo.",
      "Make it one (git init, then commit), or give another with --repo.",
      "If it is yours, clone it yourself and give that folder with --repo.",
      "Type it at the prompt, or pipe it in: catalyst credentials add <provider> < key.txt",
      "Type it at the prompt, or pipe it in: catalyst credentials add anthropic < key.txt",
      "Try again: catalyst tasks retry 7",
      "Try again: catalyst tasks retry 7. If it happens again: catalyst doctor",
      "End it: catalyst tasks cancel 7",
      "See: catalyst tasks show 7",
      "Read what it did: catalyst tasks logs 7",
      "Read what it did: catalyst tasks logs 7. Then: catalyst tasks retry 7",
      "Merge the base instead: catalyst tasks update 7",
      "Say what is wanted: catalyst tasks send 7 "Also update the docs"",
      "Decide on its plan: catalyst tasks reject 7 --feedback "…", or catalyst tasks approve 7",
      "Nothing was changed; edit it again: catalyst tasks approve 7 --edit",
      "Say what to change: catalyst tasks reject 7 --feedback "…", or end the task: catalyst tasks cancel 7",
      "See them side by side: catalyst tasks show 7. Then: catalyst tasks publish 7 --run <number>",
      "To publish it all the same: catalyst tasks publish 7",
      "Give the agent another turn: catalyst tasks send 7 "…", or publish it as it is: catalyst tasks publish 7",
      "Look at it. To publish it all the same: catalyst tasks publish 7 --accept secret,large-file",
      "To have it looked at again, when that may end better: catalyst tasks publish 7",
      "Give it a name that is free: catalyst tasks publish 7 --branch <name>",
      "Rename or remove the branch that is in the way, then: catalyst tasks retry 7. Or start anew under a free name: catalyst run … --branch <name>",
      "Bring the work in there: git -C '/a b' merge --ff-only refs/c/7",
      "Switch to another branch there, then: catalyst tasks publish 7",
      "If no git runs there, remove that file, then: catalyst tasks retry 7",
      "Apply it yourself, as a person: catalyst tasks patch 7 | git apply --index",
      "Look at it (catalyst tasks patch 7), mend what the repository refuses, then: catalyst tasks publish 7",
      "Connect the account (catalyst github connect) and add a key, or open one of the project's to all who may write there: catalyst credentials open anthropic",
      "Connect the account (catalyst github connect) and add a key, or open one of the project's to all who may write there (catalyst credentials open anthropic), then: catalyst tasks retry 7",
      "Link an account of yours that may write there: catalyst github connect",
      "Link an account of yours that may write there (catalyst github connect --host ghe.example), then: catalyst tasks retry 7",
      "Add one: catalyst credentials add anthropic (or, for one run, set ANTHROPIC_API_KEY or OLLAMA_HOST)",
      "Add a key (catalyst credentials add anthropic), then: catalyst tasks retry 7",
      "Replace it: catalyst credentials add anthropic --replace",
      "Put a working key in its place (catalyst credentials add anthropic --replace), then: catalyst tasks retry 7",
      "Put a working key into ANTHROPIC_API_KEY or a token into CLAUDE_CODE_OAUTH_TOKEN, then: catalyst tasks retry 7",
      "Sign in: catalyst credentials add openai --chatgpt --replace",
      "Sign in (catalyst credentials add openai --chatgpt --replace), then: catalyst tasks retry 7",
      "Add it: catalyst secrets add NPM_TOKEN",
      "See: catalyst secrets add --help",
      "Go on with more: catalyst tasks resume 7 --budget-usd +2",
      "Go on with more: catalyst tasks resume 7 --budget-usd +40",
      "Go on with more: catalyst tasks resume 7 --budget-tokens +1000000",
      "Raise the budget of the task, then: catalyst tasks retry 7",
      "Wait until less was spent in the last 24 hours, or raise it (catalyst config set budgets.day.tokens …), then: catalyst tasks retry 7",
      "Raise it: catalyst config set budgets.project.usd …",
      "The next run has a budget of its own: catalyst tasks resume 7",
      "Start it again with more time: catalyst tasks retry 7 --timeout 2h. What it did: catalyst tasks logs 7",
      "Give environments more memory (CATALYST_MEMORY_MIB), then: catalyst tasks retry 7",
      "Give environments more disk (CATALYST_DISK_MIB).",
      "Wait a while, then try again.",
      "Wait a while, then: catalyst tasks retry 7",
      "Enable it in .catalyst/config.yaml (enabledAgents), or where the project's owner limits them (with --project, if it isn't your default one): catalyst config set enabledAgents codex-cli,aider",
      "The project's owner can allow them: catalyst config set allowedHosts example.com,npm",
      "To change it: catalyst config set defaultAgent <value>",
      "The project's owner can allow it.",
      "Once it is allowed: catalyst tasks publish 7",
      "Mend these lines and commit them to the base branch. All settings: docs/guide/project-settings.md; to try the file: catalyst config check",
      "Mend .catalyst/config.yaml on the base branch (catalyst config check), then: catalyst tasks retry 7",
      "Mend these lines. How an agent is described: docs/guide/custom-agents.md; to try the file: catalyst agents validate",
      "Mend these lines. How an agent is described: docs/guide/custom-agents.md; to try the file: catalyst agents validate",
      "Mend the project's hooks.setup, or give it more time with hooks.timeoutMinutes.",
      "Mend the project's hooks.setup, or give it more time with hooks.timeoutMinutes (all that it said: catalyst tasks logs 7), then: catalyst tasks retry 7",
      "Mend the repository.",
      "Mend the repository, then: catalyst tasks retry 7",
      "Mend what keeps the agent from being installed: as said above, or: catalyst doctor",
      "Mend what keeps the agent from being installed (as said above, or: catalyst doctor), then: catalyst tasks retry 7",
      "Mend that, and ask again.",
      "Once that is mended: catalyst tasks retry 7",
      "See what the services' logs say (catalyst doctor names them), then: catalyst tasks retry 7",
      "Add a GitHub App that is installed there: catalyst github setup, or for a first try as yourself: catalyst github watch <owner>/<repository> --as-me",
      "Add a GitHub App that is installed there (catalyst github setup, or for a first try as yourself: catalyst github watch <owner>/<repository> --as-me), then: catalyst tasks retry 7",
      "Say by CATALYST_PUBLIC_URL where others reach the server (docs/guide/server.md), or go without: catalyst github setup --no-webhook",
      "See what is wrong: catalyst doctor",
      "See what is wrong (catalyst doctor), then: catalyst tasks retry 7",
      "Install it: catalyst agents install aider",
      "Mend that and try again (catalyst agents install aider), then: catalyst tasks retry 7",
      "Mend that and try again: catalyst agents install codex-cli. Or bring your own: catalyst agents install codex-cli --from <executable>",
      "With the program on this machine, bring it: catalyst agents install codex-cli --from <executable>",
      "Whoever runs the server says how it is sent: CATALYST_SMTP_URL, CATALYST_MAIL_FROM and, for themselves, CATALYST_OWNER_EMAIL (docs/guide/notifications.md).",
      "Free some space on this machine.",
      "Free some space on this machine, then: catalyst tasks publish 7",
      "Check the path, or bring the folder back.",
      "Bring the folder '/tmp/my shop' back, then: catalyst tasks retry 7",
      "Sign in: catalyst login https://catalyst.example.com",
      "See: catalyst tasks list",
      "See: catalyst credentials list",
      "See: catalyst secrets list",
      "See: catalyst config show, docs/guide/project-settings.md",
      "See: catalyst people invitations",
      "See: catalyst sessions list",
      "See: catalyst notifications deliveries <name>",
      "See what there is (catalyst credentials list), then: catalyst tasks retry 7",
    ]
  `);
});

test("a way that a newer version wrote is left unsaid", () => {
  const newer = StoredWay.parse({ kind: "call_support" });
  expect(sayWay(newer)).toBeNull();
  expect(withWay("Calling failed.", newer)).toBe("Calling failed.");
});

test("what is wrong and the way are two sentences, or lines where there are lines already", () => {
  const see = StoredWay.parse({ kind: "see_list", of: "tasks" });
  expect(withWay("Finding the task failed", see)).toBe("Finding the task failed. See: catalyst tasks list");
  expect(withWay("Finding it failed: there is none.", see)).toBe(
    "Finding it failed: there is none. See: catalyst tasks list",
  );
  expect(withWay("It failed:\n  at once", see)).toBe("It failed:\n  at once\nSee: catalyst tasks list");
  expect(withWay("It failed.", null)).toBe("It failed.");
});

test("what a way names can't add words to a command", () => {
  expect(sayWay({ kind: "add_secret", name: "A; rm -rf ~" })).toContain("catalyst secrets add 'A; rm -rf ~'");
});
