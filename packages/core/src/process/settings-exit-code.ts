import type { CatalystError } from "../catalyst-error.ts";

/** EX_CONFIG of sysexits.h: what is wrong was told, and stays wrong however often the process is started. */
export const SETTINGS_EXIT_CODE = 78;

/** What a process ends with that such an error keeps from working. */
export function exitCodeOfProcess({ code }: Pick<CatalystError, "code">): number {
  return code === "invalid_configuration" ? SETTINGS_EXIT_CODE : 1;
}
