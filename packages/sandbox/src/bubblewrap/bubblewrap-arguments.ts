import { dirname } from "node:path";
import type { EnvironmentLimits } from "@catalyst/core";
import { ENVIRONMENT_PATHS } from "@catalyst/core/apart/environment";
import { SELF_TEST_INSIDE } from "./fixed-paths.ts";
import type { HostRoot, RootEntry } from "./host-root.ts";

/** Where the things that an environment sees are on the outside, as bubblewrap itself can reach them. */
export interface EnvironmentSources {
  node: string;
  runner: string;
  selfTest: string;
  bubblewrap: string;
  /** null for an agent that needs no installation. */
  agent: string | null;
  /** null where the environment has no mirror to borrow objects from. */
  mirror: string | null;
  gatewayFolder: string;
  /** Holds `etc/` and `box/`, written by us. */
  given: string;
  /** Holds what is written inside in the stages that prepare and work: `home/`, `workspace/`, and `own/` of the runner alone. */
  written: string;
  /** Holds those of a stage that verifies; null where there is none. */
  verified: string | null;
}

/** Who runs inside, and with which rights. */
export const ACCOUNT = ["--uid", "1000", "--gid", "1000", "--cap-drop", "ALL"];

interface Root {
  sources: EnvironmentSources;
  /** Holds the `home/` and `workspace/` that are to be seen. */
  written: string;
  limits: EnvironmentLimits;
  hostRoot: HostRoot;
  isWorkspaceReadOnly: boolean;
}

/**
 * bubblewrap's options for the runner, for `--args`: what stands on its own command line can be read inside at
 * /proc/1/cmdline. The runner makes a box in it for whatever else runs there (`boxArguments`).
 * No mount point lies in a folder that an agent could have written: bubblewrap before 0.12 follows symbolic links there.
 */
export function bubblewrapArguments(root: Root): string[] {
  return [...isolation(), ...systemFolders(root), ...ownFolders(root), ...finish()];
}

function isolation(): string[] {
  const namespaces = ["user", "ipc", "pid", "net", "uts", "cgroup"].map((name) => `--unshare-${name}`);
  return [
    ...namespaces,
    ...ACCOUNT,
    ...["--hostname", "catalyst"],
    "--new-session",
    "--die-with-parent",
    ...["--seccomp", "4"],
  ];
}

function systemFolders({ hostRoot, sources, limits }: Root): string[] {
  const memoryBytes = limits.memoryMib * 2 ** 20;
  return [
    ...hostRoot.entries.flatMap(mountEntry),
    ...["passwd", "group", "hosts", "nsswitch.conf", "resolv.conf", "hostname"].flatMap((name) =>
      readOnly(`${sources.given}/etc/${name}`, `/etc/${name}`),
    ),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...sizedTmpfs("/dev/shm", memoryBytes / 8),
    ...sizedTmpfs("/tmp", memoryBytes / 4),
    ...["--symlink", "/tmp", "/var/tmp"],
  ];
}

function mountEntry({ kind, path, target }: RootEntry): string[] {
  return kind === "link" ? ["--symlink", target, path] : readOnly(target, path);
}

function ownFolders({ sources, written, isWorkspaceReadOnly }: Root): string[] {
  return [
    ...readOnly(sources.node, ENVIRONMENT_PATHS.node),
    ...readOnly(sources.runner, ENVIRONMENT_PATHS.runner),
    ...readOnly(sources.selfTest, SELF_TEST_INSIDE),
    ...(sources.agent === null ? ["--dir", ENVIRONMENT_PATHS.agent] : readOnly(sources.agent, ENVIRONMENT_PATHS.agent)),
    ...(sources.mirror === null ? [] : readOnly(sources.mirror, ENVIRONMENT_PATHS.mirror)),
    ...readOnly(sources.gatewayFolder, ENVIRONMENT_PATHS.gatewayFolder),
    ...readOnly(sources.bubblewrap, ENVIRONMENT_PATHS.bubblewrap),
    ...readOnly(`${sources.given}/box`, dirname(ENVIRONMENT_PATHS.boxArguments)),
    ...["--bind", `${written}/own`, ENVIRONMENT_PATHS.own],
    ...["--bind", `${written}/home`, ENVIRONMENT_PATHS.home],
    ...[isWorkspaceReadOnly ? "--ro-bind" : "--bind", `${written}/workspace`, ENVIRONMENT_PATHS.workspace],
  ];
}

function finish(): string[] {
  const environment = {
    PATH: `${ENVIRONMENT_PATHS.node.replace(/\/node$/, "")}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: ENVIRONMENT_PATHS.home,
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
    USER: "agent",
  };
  return [
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    ...["--chdir", ENVIRONMENT_PATHS.workspace],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

function readOnly(source: string, target: string): string[] {
  return ["--ro-bind", source, target];
}

function sizedTmpfs(path: string, bytes: number): string[] {
  return ["--perms", "1777", "--size", String(Math.floor(bytes)), "--tmpfs", path];
}
