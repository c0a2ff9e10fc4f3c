import { z } from "zod";

const MAX_TARGETS = 64;
const HIGHEST_PORT = 65_535;

/** Somebody at an address, never at a name: a pod asks no name server. */
export interface Target {
  protocol: "tcp" | "udp";
  host: string;
  port: number;
}

const PATTERN = /^(?<protocol>udp\/)?(?:\[(?<six>[0-9a-f:.]+)\]|(?<four>[0-9.]+)):(?<port>\d{1,5})$/i;

/** As `10.96.0.1:443`, `udp/10.96.0.10:53` or `[fd00::1]:443`, with commas between. */
export const Targets = z.string().transform((text, context): Target[] => {
  const parts = text.split(",").filter((part) => part !== "");
  const targets = parts.flatMap((part) => parseTarget(part) ?? []);
  if (targets.length < parts.length || targets.length > MAX_TARGETS) {
    context.addIssue(`${text.slice(0, 200)} is no list of addresses with their ports`);
  }
  return targets;
});

function parseTarget(text: string): Target | null {
  const { protocol, six, four, port } = PATTERN.exec(text)?.groups ?? {};
  const host = six ?? four ?? "";
  const number = Number(port);
  const isAddress = six === undefined ? z.ipv4().safeParse(host).success : z.ipv6().safeParse(host).success;
  return isAddress && number > 0 && number <= HIGHEST_PORT
    ? { protocol: protocol === undefined ? "tcp" : "udp", host, port: number }
    : null;
}

export function nameTarget({ protocol, host, port }: Target): string {
  return `${protocol === "udp" ? "udp/" : ""}${host.includes(":") ? `[${host}]` : host}:${port}`;
}
