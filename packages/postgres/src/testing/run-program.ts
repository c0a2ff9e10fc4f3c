import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts Node on a piece of TypeScript that imports from this package's src, with nothing of this process's
 * environment. `through` is a command that runs it, such as one that changes the user.
 */
export function runProgram(source: string, through: string[] = []): Program {
  const absolute = source.replaceAll(
    /from "\.\/([^"]+)"/g,
    (_, path: string) => `from ${JSON.stringify(new URL(`../${path}`, import.meta.url).href)}`,
  );
  const [command, ...args] = [...through, process.execPath, "--input-type=module-typescript", "--eval", absolute];
  return spawn(command as string, args, { env: { PATH: "/usr/bin:/bin" }, cwd: "/", stdio: ["pipe", "pipe", "pipe"] });
}

/** Resolves once the program has printed something; throws with what it complained of when it ends before. */
export async function untilItSpeaks(program: Program): Promise<string> {
  const complaint = program.stderr.toArray();
  const spoken = once(program.stdout, "data").then(([text]) => String(text));
  const ended = once(program, "close").then(async ([code]) => {
    throw new Error(`the program ended with exit code ${code}: ${Buffer.concat(await complaint)}`);
  });
  return Promise.race([spoken, ended]);
}

export async function kill(program: Program): Promise<void> {
  const ended = once(program, "exit");
  program.kill("SIGKILL");
  await ended;
}
