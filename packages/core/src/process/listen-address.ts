import { z } from "zod";

const MAX_PORT = 65_535;
const RULE = 'must be host:port, as 127.0.0.1:3210 or [::1]:3210, or "off"';

/** Where a process is found by others; `port` 0: any that is free. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** `host:port`; `off`: on no port at all, null. */
export const ListenAddress = z.string().transform((text, context): ListenAddress | null => {
  if (text === "off") {
    return null;
  }
  const [, v6, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || Number(digits) > MAX_PORT) {
    context.addIssue(RULE);
    return z.NEVER;
  }
  return { host, port: Number(digits) };
});
