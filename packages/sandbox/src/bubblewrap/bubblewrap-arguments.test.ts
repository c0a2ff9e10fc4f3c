import { ENVIRONMENT_PATHS, EnvironmentLimits } from "@catalyst/core";
import { expect, test } from "vitest";
import { boxArguments } from "./box-arguments.ts";
import { bubblewrapArguments, type EnvironmentSources } from "./bubblewrap-arguments.ts";

const SOURCES = {
  node: "/outside/node",
  runner: "/outside/runner.mjs",
  selfTest: "/outside/self-test.mjs",
  bubblewrap: "/outside/bwrap",
  agent: "/outside/agent",
  mirror: "/outside/mirror.git",
  gatewayFolder: "/outside/gateway",
  given: "/outside/given",
  written: "/outside/written",
  verified: null,
};

function argumentsFor({
  isWorkspaceReadOnly = false,
  ...changes
}: Partial<EnvironmentSources & { isWorkspaceReadOnly: boolean }> = {}): string[] {
  return bubblewrapArguments({
    sources: { ...SOURCES, ...changes },
    written: SOURCES.written,
    isWorkspaceReadOnly,
    limits: EnvironmentLimits.parse({}),
    hostRoot: { entries: [{ kind: "folder", path: "/usr", target: "/usr" }], hidden: [] },
  });
}

/** The targets of one kind of mount. */
function targetsOf(option: string, args: string[]): string[] {
  return args.flatMap((it, index) => (it === option ? [args[index + 2] ?? ""] : []));
}

test("every namespace is its own, without rights", () => {
  const args = argumentsFor();
  for (const name of ["user", "ipc", "pid", "net", "uts", "cgroup"]) {
    expect(args).toContain(`--unshare-${name}`);
  }
  expect(args.join(" ")).toContain("--cap-drop ALL");
  expect(args.some((it) => it.startsWith("--share") || it.endsWith("-try") || it.startsWith("--dev-bind"))).toBe(false);
});

test("agents have processes of their own, without rights and without further user namespaces", () => {
  const args = boxArguments({ hidden: ["/proc/keys"] });
  expect(args).toEqual(expect.arrayContaining(["--unshare-user", "--unshare-pid", "--disable-userns", "--seccomp"]));
  expect(args.join(" ")).toContain("--cap-drop ALL");
  expect(args.join(" ")).toContain("--proc /proc --ro-bind /dev/null /proc/keys");
  expect(args.join(" ")).toContain("--tmpfs /run/catalyst/gateway --remount-ro /run/catalyst/gateway");
});

test("only the home, the workspace and the runner's own folder can be written", () => {
  expect(targetsOf("--bind", argumentsFor()).toSorted()).toEqual(["/home/agent", "/run/catalyst/own", "/workspace"]);
});

test("of a workspace that is read-only nothing can be written, as its mount is the whole of it", () => {
  expect(targetsOf("--bind", argumentsFor({ isWorkspaceReadOnly: true }))).not.toContain("/workspace");
  expect(
    targetsOf("--ro-bind", argumentsFor({ isWorkspaceReadOnly: true })).filter((it) => it.startsWith("/workspace")),
  ).toEqual(["/workspace"]);
});

test("no mount point lies in a folder that an agent writes", () => {
  const targets = [...targetsOf("--bind", argumentsFor()), ...targetsOf("--ro-bind", argumentsFor())];
  expect(targets.filter((it) => it.startsWith("/workspace/") || it.startsWith("/home/agent/"))).toEqual([]);
});

test("the mirror is mounted for reading where there is one, and nothing in its place where there is none", () => {
  expect(targetsOf("--ro-bind", argumentsFor())).toContain(ENVIRONMENT_PATHS.mirror);
  expect(argumentsFor({ mirror: null })).not.toContain(ENVIRONMENT_PATHS.mirror);
});

test("of the machine's files only programs are seen", () => {
  const args = argumentsFor();
  const sources = args.flatMap((it, index) => (it === "--ro-bind" ? [args[index + 1] ?? ""] : []));
  expect(sources.filter((it) => !it.startsWith("/outside/"))).toEqual(["/usr"]);
});

test("the root and the devices are read-only after everything is mounted", () => {
  const args = argumentsFor();
  expect(args.lastIndexOf("--remount-ro")).toBeGreaterThan(args.lastIndexOf("--ro-bind"));
  expect(args.lastIndexOf("--remount-ro")).toBeGreaterThan(args.lastIndexOf("--tmpfs"));
});
