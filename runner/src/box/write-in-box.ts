import { startInBox } from "./start-in-box.ts";

/** Each program takes longer than all that the shell does itself: none is started for what is so already. */
const WRITE = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's: the folder of a path that begins with a slash.
  '{ [ -d "${1%/*}/" ] || mkdir -p "${1%/*}/"; }',
  '{ [ ! -e "$1" ] && [ ! -h "$1" ] || rm -f "$1"; }',
  'umask "$2" && cat > "$1"',
  '{ [ -z "$3" ] || chmod "$3" "$1"; }',
].join(" && ");
const APPEND = 'cat >> "$1"';

interface Written {
  path: string;
  content: string | Buffer;
}

/**
 * Writes a file where agents write. It happens in a box, so that a link that one has left there leads to nothing that is the
 * runner's. Rejects with what is wrong.
 */
export function writeInBox({ path, content, mode }: Written & { mode: number }): Promise<void> {
  // What the shell makes nobody can execute: that alone is said afterwards.
  const later = (mode & 0o111) === 0 ? "" : mode.toString(8);
  return pipeInto(["-c", WRITE, "sh", path, (0o777 & ~mode).toString(8), later], content);
}

export function appendInBox({ path, content }: Written): Promise<void> {
  return pipeInto(["-c", APPEND, "sh", path], content);
}

async function pipeInto(args: string[], content: string | Buffer): Promise<void> {
  const box = startInBox({ command: "/bin/sh", args, folder: "/", env: { PATH: "/usr/bin:/bin" } });
  let said = "";
  box.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-1000);
  });
  box.stdout.resume();
  box.stdin.on("error", () => undefined).end(content);
  const { exitCode, error } = await box.ended;
  await box.end(0);
  if (exitCode !== 0) {
    throw new Error(`Writing ${args.at(3)} failed: ${said.trim() || error || `exit code ${exitCode}`}`);
  }
}
