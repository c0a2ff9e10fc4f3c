import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The machine's own programs, wherever this machine keeps them. */
export const SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** Runs a program of the machine to its end and returns what it printed; throws with what it wrote when it fails. */
export async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { env: { PATH: SYSTEM_PATH, LC_ALL: "C", ...env } });
    return stdout;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`${program}: ${stderr?.trim() || message}`, { cause: error });
  }
}
