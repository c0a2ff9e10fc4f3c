import { Readable } from "node:stream";
import { createPushReader, type PushCommand, refusePush } from "@catalyst/git";
import { recordBlocked } from "../events/record-event.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { pushCapabilities, refusedPushReport } from "./refused-push-report.ts";

/** A push that may go on to git. */
export interface AcceptedPush {
  input: Readable;
  commands: PushCommand[];
  /** What it may have, packed. */
  maxBytes: number;
}

/** Sees whether a push's commands are allowed, and whether there is room for it; null when it was refused and answered. */
export async function acceptPush(exchange: Exchange, body: Readable): Promise<AcceptedPush | null> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { head, commands } = await readCommands(chunks);
  const { branch, executionId } = exchange.grant;
  const room = await exchange.deps.openQuarantine(executionId);
  const refused = branch === null ? "this token may not push" : refusePush(commands, branch);
  const reason = refused ?? (room.kind === "full" ? room.reason : null);
  if (reason === null) {
    const maxBytes = Math.min(room.kind === "open" ? room.maxBytes : 0, exchange.deps.limits.maxPushBytes);
    return { input: Readable.from(resume(head, chunks)), commands, maxBytes };
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
  const reader = createPushReader();
  for (;;) {
    const next = await chunks.next();
    const read = reader.add(next.done ? Buffer.alloc(0) : next.value);
    if (read.kind === "commands") {
      return { head: reader.bytes(), commands: read.commands };
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
