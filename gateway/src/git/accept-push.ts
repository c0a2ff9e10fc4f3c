import { Readable } from "node:stream";
import { type PushCommand, readPushCommands, refusePush } from "@catalyst/git";
import { recordBlocked } from "../events/record-event.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { pushCapabilities, refusedPushReport } from "./refused-push-report.ts";

/** The push's bytes for git, once its commands are seen to be allowed; null when it was refused and answered. */
export async function acceptPush(exchange: Exchange, body: Readable): Promise<Readable | null> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { head, commands } = await readCommands(chunks);
  const { branch } = exchange.grant;
  const reason = branch === null ? "this token may not push" : refusePush(commands, branch);
  if (reason === null) {
    return Readable.from(resume(head, chunks));
  }
  await recordBlocked(exchange, { action: "git push", reason });
  // Git reads the answer only when it has sent everything.
  while (!(await chunks.next()).done);
  const report = refusedPushReport(commands, { reason, capabilities: pushCapabilities(head) });
  exchange.response.writeHead(200, {
    "content-type": "application/x-git-receive-pack-result",
    "cache-control": "no-cache",
  });
  exchange.response.end(report);
  return null;
}

async function readCommands(chunks: AsyncIterator<Buffer>): Promise<{ head: Buffer; commands: PushCommand[] }> {
  let head = Buffer.alloc(0);
  for (;;) {
    const next = await chunks.next();
    head = next.done ? head : Buffer.concat([head, next.value]);
    const read = readPushCommands(head);
    if (read.kind === "commands") {
      return { head, commands: read.commands };
    }
    if (read.kind === "invalid" || next.done) {
      const reason = read.kind === "invalid" ? read.reason : "it ends before its commands do";
      throw new Refusal("invalid_request", `The push was refused: ${reason}.`, { blockedAction: "git push" });
    }
  }
}

async function* resume(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    yield next.value;
  }
}
