import type { PushCommand } from "@catalyst/git";
import { encodePacket, FLUSH_PACKET, MAX_PACKET_DATA } from "./pkt-line.ts";

const SIDEBAND_DATA = 1;

/**
 * What receive-pack itself would answer when it takes none of the refs (gitprotocol-pack(5), report-status): git shows the
 * reason as "[remote rejected]", where a plain HTTP error would only show its number.
 */
export function refusedPushReport(
  commands: readonly PushCommand[],
  options: { reason: string; capabilities: string },
): Buffer {
  const refusals = commands.map(({ ref }) => encodePacket(`ng ${ref} ${options.reason.replaceAll("\n", " ")}\n`));
  const report = Buffer.concat([encodePacket("unpack ok\n"), ...refusals, FLUSH_PACKET]);
  if (!options.capabilities.split(" ").includes("side-band-64k")) {
    return report;
  }
  return Buffer.concat([...inSideband(report), FLUSH_PACKET]);
}

/** As many pkt-lines as it takes: who pushes chooses how many refs are refused. */
function inSideband(report: Buffer): Buffer[] {
  const room = MAX_PACKET_DATA - 1;
  const pieces = Array.from({ length: Math.ceil(report.length / room) }, (_, index) =>
    report.subarray(index * room, (index + 1) * room),
  );
  return pieces.map((piece) => encodePacket(Buffer.concat([Buffer.from([SIDEBAND_DATA]), piece])));
}

/** What the client says it can do: it stands behind the first command's zero byte. */
export function pushCapabilities(head: Buffer): string {
  const start = head.indexOf(0);
  const length = Number.parseInt(head.toString("latin1", 0, 4), 16);
  return start === -1 || start > length ? "" : head.toString("utf8", start + 1, length).trim();
}
