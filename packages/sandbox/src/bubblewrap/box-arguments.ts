import { ENVIRONMENT_PATHS } from "@catalyst/core/apart/environment";
import { ACCOUNT } from "./bubblewrap-arguments.ts";
import type { HostRoot } from "./host-root.ts";

/**
 * bubblewrap's options for the box in which the runner starts agent and hooks: the environment as the runner sees it, but
 * with processes of its own only, and without the gateway's sockets: the runner forwards a port to one of them. The runner can't be seen, signalled or read from there, whatever account it has. Its own
 * /proc comes before what is hidden in it: the kernel mounts none where another one is partly covered.
 */
export function boxArguments({ hidden }: Pick<HostRoot, "hidden">): string[] {
  return [
    ...["--unshare-user", "--unshare-pid", "--disable-userns"],
    ...ACCOUNT,
    "--new-session",
    "--die-with-parent",
    ...["--dev-bind", "/", "/", "--proc", "/proc"],
    ...hidden.flatMap((path) => ["--ro-bind", "/dev/null", path]),
    ...["--tmpfs", ENVIRONMENT_PATHS.gatewayFolder, "--remount-ro", ENVIRONMENT_PATHS.gatewayFolder],
    ...["--seccomp", "4"],
  ];
}
