import { removeTerminalSequences } from "@catalyst/core";

/** How the pinned Codex CLI signs in by a code that a person types at ChatGPT, and where it leaves what it got. */
export const DEVICE_LOGIN = {
  args: ["login", "--device-auth", "-c", 'cli_auth_credentials_store="file"'],
  homeVariable: "CODEX_HOME",
  file: "auth.json",
} as const;

/** A warning of the CLI's for homes in a temporary folder, which matters to its sandbox alone. */
const NOISE = /PATH aliases/;
const CODE = /(?<![\w-])[A-Z0-9]{4,6}-[A-Z0-9]{4,6}(?![\w-])/;

export interface DeviceCode {
  /** Where it is typed, by somebody who is signed in there. */
  address: string;
  code: string;
}

export function isLoginNoise(line: string): boolean {
  return NOISE.test(line);
}

/** What a person needs of all that the CLI says; null: it isn't said yet. */
export function readDeviceCode(said: readonly string[]): DeviceCode | null {
  const text = removeTerminalSequences(said.join("\n"));
  const address = /https:\/\/auth\.openai\.com\/[\w/.-]{1,200}/.exec(text)?.[0];
  const code = CODE.exec(text)?.[0];
  return address === undefined || code === undefined ? null : { address, code };
}
