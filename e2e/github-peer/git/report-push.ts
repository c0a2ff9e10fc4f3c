import { FLUSH_PKT, readPkts, writeBand, writePkt } from "./pkt-line.ts";

/** Why a ref isn't moved: to git in a line, to the person in several. */
export interface PushRefusal {
  ref: string;
  reason: string;
  remote: readonly string[];
}

/** The refs that a push names, as git sends them. */
export function readPushedRefs(request: Buffer): string[] {
  const commands = readPkts(request).map((line) => line.toString("utf8").split("\0")[0]?.trim() ?? "");
  return commands.flatMap((command) => (/^[0-9a-f]{40} [0-9a-f]{40} /.test(command) ? [command.slice(82)] : []));
}

/** What git hears instead of what it was about to hear: these are refused, the others are moved. */
export function reportPush(refs: readonly string[], refusals: readonly PushRefusal[]): Buffer {
  const lines = refs.map((ref) => {
    const refusal = refusals.find((each) => each.ref === ref);
    return writePkt(refusal ? `ng ${ref} ${refusal.reason}\n` : `ok ${ref}\n`);
  });
  const remote = refusals.flatMap((refusal) => refusal.remote.map((line) => `${line}\n`)).join("");
  const report = Buffer.concat([writePkt("unpack ok\n"), ...lines, FLUSH_PKT]);
  return Buffer.concat([writeBand(2, Buffer.from(remote)), writeBand(1, report), FLUSH_PKT]);
}
