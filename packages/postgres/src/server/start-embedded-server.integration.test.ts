import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kill, runProgram, untilItSpeaks } from "../testing/run-program.ts";
import { locateServer } from "./locate-server.ts";
import { spawnServer } from "./run-server-program.ts";
import { serverProcessesIn } from "./server-processes.ts";
import { startEmbeddedServer } from "./start-embedded-server.ts";
import { findServer, stopEmbeddedServer } from "./stop-embedded-server.ts";

vi.setConfig({ testTimeout: 180_000 });

const NOBODY = 65534;
const isRoot = userInfo().uid === 0;
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];

let folder: string;
let home: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-server-"));
  home = join(folder, "home");
  await mkdir(home, { mode: 0o700 });
});
afterEach(async () => {
  await stopEmbeddedServer(home);
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const dataFolder = () => locateServer(home).dataFolder;

/** Opens the database as a whole, and says what PostgreSQL says of it. */
function connecting(): string {
  return `
    import { connectDatabase } from "./connect-database.ts";
    const db = await connectDatabase({ home: ${JSON.stringify(home)}, databaseUrl: null });
    console.log((await db.pool.query("select current_user")).rows[0].current_user, process.getuid());
    process.stdin.once("end", () => db.close()).resume();
  `;
}

test("a second start finds the running server, and stopping one that doesn't run succeeds", async () => {
  const first = await startEmbeddedServer(home);
  const pid = findServer(dataFolder());
  expect(await startEmbeddedServer(home)).toEqual(first);
  expect(findServer(dataFolder())).toBe(pid);
  await stopEmbeddedServer(home);
  await stopEmbeddedServer(home);
  expect(serverProcessesIn(dataFolder())).toEqual([]);
});

test("a start that comes while the server shuts down waits and starts it again", async () => {
  await startEmbeddedServer(home);
  const pid = findServer(dataFolder());
  process.kill(pid as number, "SIGINT");
  await startEmbeddedServer(home);
  expect(findServer(dataFolder())).not.toBe(pid);
});

test("a start whose process was killed is taken up by the next one", async () => {
  for (const pauseMilliseconds of [100, 300, 500, 700]) {
    const starter = runProgram(connecting());
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    await kill(starter);
    await startEmbeddedServer(home);
    expect(findServer(dataFolder())).not.toBeNull();
    await stopEmbeddedServer(home);
    await rm(join(home, "postgres"), { recursive: true, force: true });
  }
});

test.runIf(isRoot)("the server of an ordinary user runs as that user and stops with the last client", async () => {
  await chmod(folder, 0o755);
  await chown(home, NOBODY, NOBODY);
  const program = runProgram(connecting(), asNobody);
  expect(await untilItSpeaks(program)).toBe(`catalyst ${NOBODY}\n`);
  expect(serverProcessesIn(dataFolder())).not.toEqual([]);
  program.stdin.end();
  await once(program, "exit");
  expect(serverProcessesIn(dataFolder())).toEqual([]);
});

test.runIf(isRoot)(
  "the server of an account without a name, as containers have, runs, and without a home of its own",
  async () => {
    const nameless = 4_321_001;
    await chmod(folder, 0o755);
    await chown(home, nameless, nameless);
    const program = runProgram(connecting(), [
      "setpriv",
      `--reuid=${nameless}`,
      `--regid=${nameless}`,
      "--clear-groups",
    ]);
    expect(await untilItSpeaks(program)).toBe(`catalyst ${nameless}\n`);
    program.stdin.end();
    await once(program, "exit");
    expect(serverProcessesIn(dataFolder())).toEqual([]);
  },
);

test.runIf(isRoot)("a home of another user is refused in plain words", async () => {
  await startEmbeddedServer(home);
  await stopEmbeddedServer(home);
  await chmod(folder, 0o755);
  await chmod(home, 0o755);
  await expect(untilItSpeaks(runProgram(connecting(), asNobody))).rejects.toThrow(
    /belongs to another user|permission denied/,
  );
  await chown(dataFolder(), NOBODY, NOBODY);
  await expect(startEmbeddedServer(home)).rejects.toMatchObject({ code: "forbidden" });
});

test.runIf(isRoot)("another user who knows the path of the socket is refused", async () => {
  await startEmbeddedServer(home);
  await chmod(folder, 0o755);
  await chmod(home, 0o755);
  const intruder = runProgram(
    `
    import { openDatabase } from "./database.ts";
    const db = openDatabase(${JSON.stringify({ host: locateServer(home).socketFolder, user: "catalyst", database: "postgres" })});
    console.log(await db.pool.query("select 1").then(() => "let in", (error) => error.code));
    await db.close();
  `,
    asNobody,
  );
  expect(await untilItSpeaks(intruder)).toBe("EACCES\n");
});

test.runIf(isRoot)("a full disk is named, and the start succeeds once there is room", async () => {
  const run = (...command: [string, ...string[]]) =>
    execFileSync(command[0], command.slice(1), { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, stdio: "pipe" });
  run("mount", "-t", "tmpfs", "-o", "size=20m,mode=0700", "tmpfs", home);
  try {
    await expect(startEmbeddedServer(home)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("The disk is full"),
    });
    run("mount", "-o", "remount,size=200m", home);
    await startEmbeddedServer(home);
    await stopEmbeddedServer(home);
    // To the last byte: there is no room for the server to say so.
    expect(() => run("dd", "if=/dev/zero", `of=${join(home, "fill")}`, "bs=64k")).toThrow("No space left");
    await expect(startEmbeddedServer(home)).rejects.toThrow("The disk is full (0 MiB free");
    await rm(join(home, "fill"));
    await startEmbeddedServer(home);
    expect((await readdir(dirname(dataFolder()))).filter((name) => name.startsWith("data."))).toEqual([]);
    await stopEmbeddedServer(home);
  } finally {
    run("umount", "--lazy", home);
  }
});

test("a server whose program was moved away is started anew from where the program is", async () => {
  await startEmbeddedServer(home);
  await stopEmbeddedServer(home);
  await chmod(folder, 0o755);
  const moved = join(folder, "checkout", "native");
  await cp(dirname(locateServer(home).binFolder), moved, { recursive: true, verbatimSymlinks: true });
  const { socketFolder } = locateServer(home);
  const settings = [`unix_socket_directories=${socketFolder}`, "listen_addresses="].flatMap((one) => ["-c", one]);
  const log = openSync(join(folder, "server.log"), "a");
  spawnServer(join(moved, "bin", "postgres"), ["-D", dataFolder(), ...settings], log);
  closeSync(log);
  await vi.waitFor(() => expect(findServer(dataFolder())).not.toBeNull(), { timeout: 180_000, interval: 50 });
  const first = findServer(dataFolder());
  await startEmbeddedServer(home);
  expect(findServer(dataFolder())).toBe(first);
  await rename(join(folder, "checkout"), join(folder, "moved"));
  await startEmbeddedServer(home);
  expect(findServer(dataFolder())).not.toBe(first);
});
