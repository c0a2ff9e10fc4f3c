import { Writable } from "node:stream";
import { serveOverPipes } from "@catalyst/mcp";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { reportError } from "../exit/report-error.ts";
import { findRepository } from "../repositories/find-repository.ts";

/** Below the patience of clients that give up on who says nothing. */
const HEARTBEAT_SECONDS = 10;

/** Offers the tools to the program that started this one, as a client of the server that any command would ask, until its pipe is closed. */
export async function serveMcp(context: CliContext): Promise<void> {
  const { output, stdin: input, interrupted } = context;
  const client = await openApi(context);
  const ended = new AbortController();
  const closing = AbortSignal.any([interrupted, ended.signal]);
  const readHome = async () => (await context.readConfig()).home;
  await serveOverPipes(
    { input, output: linesTo(output) },
    {
      client,
      nameRepository: (said) => findRepository(said ?? ".", context),
      closing,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      onBug: (error) => void reportError(error, { output, isDebug: false, readHome }),
    },
  );
  ended.abort();
}

/** Each message is one line. */
function linesTo({ data }: CliContext["output"]): Writable {
  let rest = "";
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        data(line);
      }
      done();
    },
  });
}
