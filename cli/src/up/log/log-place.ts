import { upLogPath } from "../ensure-up.ts";
import type { UpHolder } from "../lock/up-lock.ts";

/** Where all stands that the services of a home said: `in <file>`, or before whoever runs them. `up` null: none runs. */
export function logPlace(home: string, up: Pick<UpHolder, "isBackground"> | null): string {
  return up?.isBackground === false ? "on the terminal where catalyst up runs" : `in ${upLogPath(home)}`;
}
