import { DEVICE_LOGIN, isLoginNoise } from "@catalyst/agents";
import { runInEmptyHome } from "@catalyst/machine";
import type { Output } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";

const MAX_LINE_LENGTH = 1000;

interface DeviceLogin {
  executable: string;
  /** Beside the usual ones. */
  args: readonly string[];
  signal: AbortSignal;
}

/** The auth.json of a sign-in by device code; null: there was none. What the CLI says is shown. */
export function runDeviceLogin(
  { executable, args, signal }: DeviceLogin,
  output: Pick<Output, "say">,
): Promise<string | null> {
  return runInEmptyHome({
    ...DEVICE_LOGIN,
    ...{ executable, signal, args: [...DEVICE_LOGIN.args, ...args] },
    onLine(line) {
      if (!isLoginNoise(line)) {
        output.say(cleanTerminalLine(line, MAX_LINE_LENGTH));
      }
    },
  });
}
