import { CommanderError } from "commander";
import type { CliContext } from "./cli-context.ts";
import { createProgram } from "./create-program.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { findHome } from "./find-home.ts";
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
  ignoreClosedPipe(stdout);
  ignoreClosedPipe(stderr);
  const output = createOutput({ stdout, stderr }, env);
  let exitCode: number = EXIT_CODES.ok;
  const interruption = watchInterruption(output);
  const context: CliContext = {
    output,
    currentFolder: input.currentFolder,
    stdin: input.stdin,
    home: findHome(env),
    server: env.CATALYST_SERVER || null,
    readConfig: async () => (await import("./config.ts")).readConfig(env),
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
    const { reportError } = await import("./report-error.ts");
    return await reportError(error, {
      output,
      isDebug: input.args.includes("--debug"),
      readHome: async () => (await context.readConfig()).home,
    });
  } finally {
    interruption.stop();
  }
}

/** A prompt is one argument with blanks in it, which no option is. */
function sayHowToPrompt({ code }: CommanderError, [command, ...args]: string[], output: Output): void {
  const prompt = args.find((arg) => arg.startsWith("-") && /\s/.test(arg));
  if (command === "run" && code === "commander.unknownOption" && prompt !== undefined) {
    output.say(`A prompt that begins with "-": catalyst run -- ${JSON.stringify(cleanTerminalLine(prompt, 60))}`);
  }
}

function watchInterruption(output: Output) {
  const controller = new AbortController();
  let leavingWords: string | null = null;
  const onSignal = () => {
    if (controller.signal.aborted) {
      output.status(null);
      if (leavingWords !== null) {
        output.say(leavingWords);
      }
      process.exit(EXIT_CODES.cancelled);
    }
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
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
function ignoreClosedPipe(stream: Screen): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
    process.exit(EXIT_CODES.closedPipe);
  });
}
