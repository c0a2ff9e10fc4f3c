import { Command } from "commander";
import packageFile from "../package.json" with { type: "json" };
import type { CliContext } from "./cli-context.ts";

type MakeCommand = (context: CliContext) => Command;

/** Each in a file of its own, which loads what it needs when it is run. In the order and under the headings that --help shows. */
const GROUPS: Record<string, Record<string, () => Promise<MakeCommand>>> = {
  "Work:": {
    run: async () => (await import("./commands/work/run.ts")).runCommand,
    demo: async () => (await import("./commands/work/demo.ts")).demoCommand,
    tasks: async () => (await import("./commands/work/tasks.ts")).tasksCommand,
    usage: async () => (await import("./commands/work/usage.ts")).usageCommand,
    mcp: async () => (await import("./commands/work/mcp.ts")).mcpCommand,
  },
  "Settings:": {
    credentials: async () => (await import("./commands/settings/credentials.ts")).credentialsCommand,
    agents: async () => (await import("./commands/settings/agents.ts")).agentsCommand,
    config: async () => (await import("./commands/settings/config.ts")).configCommand,
    secrets: async () => (await import("./commands/settings/secrets.ts")).secretsCommand,
    notifications: async () => (await import("./commands/settings/notifications.ts")).notificationsCommand,
    github: async () => (await import("./commands/settings/github.ts")).githubCommand,
  },
  "This machine:": {
    open: async () => (await import("./commands/machine/open.ts")).openCommand,
    up: async () => (await import("./commands/machine/up.ts")).upCommand,
    doctor: async () => (await import("./commands/machine/doctor.ts")).doctorCommand,
    clean: async () => (await import("./commands/machine/clean.ts")).cleanCommand,
    backup: async () => (await import("./commands/machine/backup.ts")).backupCommand,
    restore: async () => (await import("./commands/machine/restore.ts")).restoreCommand,
    cluster: async () => (await import("./commands/machine/cluster.ts")).clusterCommand,
  },
  "People and servers:": {
    login: async () => (await import("./commands/people/login.ts")).loginCommand,
    logout: async () => (await import("./commands/people/logout.ts")).logoutCommand,
    whoami: async () => (await import("./commands/people/whoami.ts")).whoamiCommand,
    sessions: async () => (await import("./commands/people/sessions.ts")).sessionsCommand,
    people: async () => (await import("./commands/people/people.ts")).peopleCommand,
    teams: async () => (await import("./commands/people/teams.ts")).teamsCommand,
    projects: async () => (await import("./commands/people/projects.ts")).projectsCommand,
    keys: async () => (await import("./commands/people/keys.ts")).keysCommand,
    audit: async () => (await import("./commands/people/audit.ts")).auditCommand,
  },
};
const GROUP_OF_HELP = "This machine:";
const VERSION_OPTIONS = ["-V", "--version"];

const EXAMPLES = `
Examples:
  $ catalyst demo                                         the whole path, no key needed
  $ catalyst run "Fix the failing test" --repo .          an agent works on this repository
  $ catalyst run --issue-file issue.md --agent codex-cli  on an issue
  $ catalyst tasks list                                   what was done
  $ catalyst doctor                                       what is missing, and how to mend it

Settings (environment): CATALYST_HOME, DATABASE_URL, CATALYST_GATEWAY_KEY_FILE, CATALYST_PRIVATE_HOSTS,
  CATALYST_PRIVATE_AUTHORITIES, CATALYST_MAX_EXECUTIONS, CATALYST_MEMORY_MIB, CATALYST_CPUS, CATALYST_PROCESSES,
  CATALYST_DISK_MIB, CATALYST_IDLE_SECONDS, CATALYST_KEEP_..._DAYS, CATALYST_SMTP_URL, CATALYST_MAIL_FROM,
  CATALYST_OWNER_EMAIL, NO_COLOR, FORCE_COLOR. What each does: docs/guide/commands.md
Exit codes: 0 done, 1 the agent failed, 2 wrong input, 3 something is missing, 4 credential, 5 policy,
  6 limit, 7 try again, 70 bug, 130 cancelled, 141 nobody reads on. More: docs/guide/exit-codes.md`;

/** The command line for these arguments: only what they can mean is loaded. */
export async function createProgram(args: readonly string[], context: CliContext): Promise<Command> {
  const program = new Command("catalyst")
    .description("Runs coding agents on your repository in isolated environments. What comes back is a branch.")
    .version(packageFile.version, VERSION_OPTIONS.join(", "), "show the version")
    .helpOption("-h, --help", "show help")
    .commandsGroup(GROUP_OF_HELP)
    .addHelpText("after", EXAMPLES);
  for (const { load, group } of findMeant(args)) {
    program.addCommand((await load())(context).helpGroup(group));
  }
  finish(program, context);
  return program;
}

/** The one command that is named; all of them where --help or a mistyped one needs their names. */
function findMeant([first = ""]: readonly string[]): { load: () => Promise<MakeCommand>; group: string }[] {
  if (VERSION_OPTIONS.includes(first)) {
    return [];
  }
  const all = Object.entries(GROUPS).flatMap(([group, commands]) =>
    Object.entries(commands).map(([name, load]) => ({ name, load, group })),
  );
  const named = all.filter(({ name }) => name === first);
  return named.length > 0 ? named : all;
}

/** What holds for every command: --debug, errors thrown instead of exits, colours as decided once. */
function finish(command: Command, context: CliContext): void {
  command
    .exitOverride()
    .showHelpAfterError("(See --help.)")
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => context.output.data(text.replace(/\n$/, "")),
      writeErr: (text) => context.output.say(text.replace(/\n$/, "")),
    });
  command.helpOption("-h, --help", "show help");
  if (command.commands.length > 0) {
    command.helpCommand("help [command]", "show help for a command");
  }
  if (command.commands.length === 0) {
    command.option(
      "--server <url>",
      "ask this server, where you signed in by `catalyst login`; `local`: this machine's own",
    );
    command.option("--debug", "show where an error comes from");
    command.hook("preAction", () => {
      context.server = (command.opts() as { server?: string }).server ?? context.server;
    });
  }
  for (const child of command.commands) {
    finish(child, context);
  }
}
