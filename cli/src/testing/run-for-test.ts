import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCli } from "../run-cli.ts";

export interface TestRun {
  args: string[];
  /** The whole environment. */
  env: Record<string, string>;
  input?: string;
  currentFolder?: string;
}

/** Runs a command in this process as from a pipe, and returns what it wrote and its exit code. */
export async function runForTest({
  args,
  env,
  input = "",
  currentFolder = "/",
}: TestRun): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const written = Promise.all([text(stdout), text(stderr)]);
  const exitCode = await runCli({
    args,
    env,
    currentFolder,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { exitCode, stdout: out, stderr: err };
}
