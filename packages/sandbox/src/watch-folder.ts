import { type FSWatcher, watch } from "node:fs";

/** For what no file tells of, such as the sudden end of a process, and where the kernel has no watch left for us. */
const LOOK_MILLISECONDS = 1000;

/** Resolves when `isChanged` says so, which is asked whenever something happens in the folder, or when the signal comes. */
export async function watchFolder(
  folder: string,
  isChanged: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  let ring: () => void = () => undefined;
  const onHappened = () => ring();
  const watcher = openWatcher(folder)?.on("change", onHappened);
  const timer = setInterval(onHappened, LOOK_MILLISECONDS);
  signal.addEventListener("abort", onHappened);
  try {
    for (;;) {
      // What happens while we look counts, too.
      const happened = new Promise<void>((resolve) => {
        ring = resolve;
      });
      if (signal.aborted || (await isChanged())) {
        return;
      }
      await happened;
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", onHappened);
    watcher?.close();
  }
}

/** null: the folder isn't there, or can't be watched. */
function openWatcher(folder: string): FSWatcher | null {
  try {
    return watch(folder).on("error", () => undefined);
  } catch {
    return null;
  }
}
