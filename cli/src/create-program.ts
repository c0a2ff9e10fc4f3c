import { Command } from "commander";
import packageFile from "../package.json" with { type: "json" };
import type { CliContext } from "./cli-context.ts";
import { agentsCommand } from "./commands/agents.ts";
import { cleanCommand } from "./commands/clean.ts";
import { configCommand } from "./commands/config.ts";
import { credentialsCommand } from "./commands/credentials.ts";
import { demoCommand } from "./commands/demo.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { runCommand } from "./commands/run.ts";
import { secretsCommand } from "./commands/secrets.ts";
import { tasksCommand } from "./commands/tasks.ts";
import { upCommand } from "./commands/up.ts";

const EXAMPLES = `
Examples:
  $ catalyst demo                                         the whole path, no key needed
  $ catalyst run "Fix the failing test" --repo .          an agent works on this repository
  $ catalyst run --issue-file issue.md --agent codex-cli  on an issue
  $ catalyst tasks list                                   what was done
  $ catalyst doctor                                       what is missing, and how to mend it

Settings (environment): CATALYST_HOME, DATABASE_URL, CATALYST_GATEWAY_KEY_FILE, CATALYST_MEMORY_MIB,
  CATALYST_CPUS, CATALYST_PROCESSES, CATALYST_DISK_MIB, NO_COLOR, FORCE_COLOR.
Exit codes: 0 done, 1 the agent failed, 2 wrong input, 3 something is missing, 4 credential, 5 policy,
  6 limit, 7 try again, 70 bug, 130 cancelled. More: docs/guide/exit-codes.md`;

/** The command line. Commands load what they need when they are run: --help stays fast. */
export function createProgram(context: CliContext): Command {
  const program = new Command("catalyst")
    .description("Runs coding agents on your repository in isolated environments. What comes back is a branch.")
    .version(packageFile.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .addHelpText("after", EXAMPLES);
  const commands = [
    runCommand,
    demoCommand,
    tasksCommand,
    configCommand,
    credentialsCommand,
    secretsCommand,
    cleanCommand,
    agentsCommand,
    doctorCommand,
    upCommand,
  ];
  for (const command of commands) {
    program.addCommand(command(context));
  }
  finish(program, context);
  return program;
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
  if (command.commands.length === 0) {
    command.option("--debug", "show where an error comes from");
  }
  for (const child of command.commands) {
    finish(child, context);
  }
}
