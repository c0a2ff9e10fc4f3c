import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const DAYS_KEPT = 30;

interface CrashReports {
  /** Of a worker of this home on this machine that is gone. One that was killed left no report. */
  hasCrashed(workerId: string): boolean;
}

/**
 * Has Node write a report when this worker ends by a fault of its own: out of memory, or an error that nobody caught. Reports of
 * a month ago are removed.
 */
export function openCrashReports({ home, workerId }: { home: string; workerId: string }): CrashReports {
  const folder = join(home, "logs", "crashes");
  const reportOf = (id: string) => join(folder, `${id}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  forgetOld(folder);
  const { report } = process;
  report.directory = folder;
  report.filename = `${workerId}.json`;
  report.reportOnFatalError = true;
  report.reportOnUncaughtException = true;
  report.compact = true;
  return { hasCrashed: (id) => existsSync(reportOf(id)) };
}

function forgetOld(folder: string): void {
  const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest) {
      rmSync(path, { force: true });
    }
  }
}
