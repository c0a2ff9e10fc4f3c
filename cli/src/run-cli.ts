import { CommanderError } from "commander";
import type { CliContext } from "./cli-context.ts";
import { createProgram } from "./create-program.ts";
import { EXIT_CODES } from "./exit/exit-codes.ts";
import { findHome } from "./home/find-home.ts";
import { readAskingSettings } from "./home/read-asking-settings.ts";
import { createOutput, type Output, type Screen } from "./output/output.ts";
import { cleanTerminalLine } from "./output/words/clean-terminal-text.ts";

export interface CliInput {
  args: string[];
  env: NodeJS.ProcessEnv;
  currentFolder: string;
  stdin: NodeJS.ReadStream;
  stdout: Screen;
  stderr: Screen;
}

/** Runs one command and returns the exit code. Errors are told to the user here and nowhere else. */
export async function runCli(input: CliInput): Promise<number> {
  const { stdout, stderr, env } = input;
  const output = createOutput({ stdout, stderr }, env);
  let exitCode: number = EXIT_CODES.ok;
  const interruption = watchInterruption(output);
  leaveWithPipe(stdout, () => interruption.leave(EXIT_CODES.closedPipe));
  leaveWithPipe(stderr, () => process.exit(EXIT_CODES.closedPipe));
  const context: CliContext = {
    output,
    currentFolder: input.currentFolder,
    stdin: input.stdin,
    home: findHome(env),
    server: env.CATALYST_SERVER || null,
    sentKeys: [],
    readConfig: async () => (await import("./config.ts")).readConfig(env),
    readAskingSettings: async () => readAskingSettings(env) ?? (await context.readConfig()),
    interrupted: interruption.signal,
    setLeavingWords: interruption.setLeavingWords,
    setExitCode(code) {
      exitCode = code;
    },
  };
  try {
    const program = await createProgram(input.args, context);
    await program.parseAsync(input.args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      sayHowToPrompt(error, input.args, output);
      return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.invalidInput;
    }
    const { reportError } = await import("./exit/report-error.ts");
    const reported = await reportError(error, {
      output,
      isDebug: input.args.includes("--debug"),
      readHome: async () => (await context.readConfig()).home,
    });
    return exitCode === EXIT_CODES.ok ? reported : exitCode;
  } finally {
    interruption.stop();
  }
}

/** A prompt is one argument with blanks in it, which no option is. */
function sayHowToPrompt({ code }: CommanderError, [command, ...args]: string[], output: Output): void {
  if (command === "run" && code === "commander.excessArguments") {
    const words = args.slice(0, args.findIndex((arg) => arg.startsWith("-")) >>> 0).join(" ");
    output.say(`Put the prompt in quotes: catalyst run ${JSON.stringify(cleanTerminalLine(words, 60))}`);
  }
  const prompt = args.find((arg) => arg.startsWith("-") && /\s/.test(arg));
  if (command === "run" && code === "commander.unknownOption" && prompt !== undefined) {
    output.say(`A prompt that begins with "-": catalyst run -- ${JSON.stringify(cleanTerminalLine(prompt, 60))}`);
  }
}

function watchInterruption(output: Output) {
  const controller = new AbortController();
  let leavingWords: string | null = null;
  const leave = (exitCode: number) => {
    output.status(null);
    if (leavingWords !== null) {
      output.say(leavingWords);
    }
    process.exit(exitCode);
  };
  const onSignal = () => {
    if (controller.signal.aborted) {
      leave(EXIT_CODES.cancelled);
    }
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    /** Ends the process at once, with the word of what goes on without it. */
    leave,
    setLeavingWords(words: string) {
      leavingWords = words;
    },
    stop() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}

/** `catalyst tasks logs 3 | head` closes the pipe early: that is no error of ours, and no success, as of any program that SIGPIPE ends. */
function leaveWithPipe(stream: Screen, leave: () => void): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
    leave();
  });
}
